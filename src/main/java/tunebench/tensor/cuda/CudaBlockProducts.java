package tunebench.tensor.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import tunebench.tensor.Kernels.Blocks;
import tunebench.tensor.Matrix;

/**
 * Products of few rows with weights in 4-bit blocks by a kernel of our own, on Hopper alone, which
 * has wgmma. A dense weight would be written to memory and read back: for few rows that takes most
 * of the time. Compiled for as many rows as are asked for.
 */
final class CudaBlockProducts {
  /** Compute capability of the cards that have wgmma. */
  static final int CAPABILITY = 90;

  /** Code that no card but those runs. */
  static final String ARCHITECTURE = "sm_90a";

  /** Rows of the input that there are kernels for; with more, dense weights are no slower. */
  static final List<Integer> ROWS = List.of(64, 128, 192, 256);

  private static final Logger LOG = Logger.getLogger(CudaBlockProducts.class.getName());

  /** Columns of the weights that are taken together. */
  private static final int FOUR_STEPS = 256;

  private static final int THREADS = 256;

  /** Rows of weights of a block of threads. */
  private static final int TILE = 128;

  private static final int MOST_WEIGHTS = 3;

  /** Numbers of 8 bytes that describe a weight to the kernel. */
  private static final int FIELDS = 10;

  /** CU_TENSOR_MAP_DATA_TYPE_BFLOAT16. */
  private static final int BFLOAT16 = 9;

  /** CU_TENSOR_MAP_SWIZZLE_128B. */
  private static final int SWIZZLE = 3;

  /** CU_TENSOR_MAP_L2_PROMOTION_L2_128B. */
  private static final int PROMOTION = 2;

  private final Launcher launcher;
  private final Cublas cublas;
  private final CubinStore store;
  private final int processors;
  private final MethodHandle encode;
  private final Map<String, Boolean> loaded = new ConcurrentHashMap<>();
  private final ThreadLocal<Arguments> arguments = ThreadLocal.withInitial(Arguments::new);

  /** What one launch is told, in memory that a thread uses again and again. */
  private static final class Arguments {
    private final Arena arena = Arena.ofAuto();
    private final MemorySegment map = arena.allocate(128, 64);
    private final MemorySegment sizes = arena.allocate(JAVA_LONG, 2);
    private final MemorySegment strides = arena.allocate(JAVA_LONG, 1);
    private final MemorySegment box = arena.allocate(JAVA_INT, 2);
    private final MemorySegment ones = arena.allocateFrom(JAVA_INT, 1, 1);
    private final MemorySegment weights = arena.allocate(JAVA_LONG, MOST_WEIGHTS * FIELDS);
  }

  /**
   * Sets up.
   *
   * @param cublas whose working memory, idle between its products, holds shares of a sum
   * @param store compiles for {@link #ARCHITECTURE}
   * @throws CudaException if the driver is too old
   */
  CudaBlockProducts(CudaContext context, Launcher launcher, Cublas cublas, CubinStore store) {
    this.launcher = launcher;
    this.cublas = cublas;
    this.store = store;
    this.processors = context.processors();
    this.encode =
        context
            .driver()
            .function(
                "cuTensorMapEncodeTiled",
                ADDRESS,
                JAVA_INT,
                JAVA_INT,
                ADDRESS,
                ADDRESS,
                ADDRESS,
                ADDRESS,
                ADDRESS,
                JAVA_INT,
                JAVA_INT,
                JAVA_INT,
                JAVA_INT);
  }

  /** Machine code for so many rows. */
  static byte[] cubin(CubinStore store, int rows, boolean nested) {
    return store.cubin(
        "product4",
        "-DTOKENS=" + rows,
        "-DNESTED=" + (nested ? 1 : 0),
        // Two blocks of threads share a processor where their registers allow it.
        "-DRESIDENT=" + (rows <= 64 ? 2 : 1));
  }

  private static int sharedBytes(int rows) {
    int tiles = 4 * rows * 128;
    int levels = 256 * 8 * 16;
    int codes = 8 * 8 * 16 * 32;
    return tiles + levels + codes;
  }

  /** What is amiss with the kernels; null if nothing is. */
  @Nullable String problem() {
    return has(ROWS.getFirst(), true)
        ? null
        : "Weights are made dense even for few rows: the kernel cannot be used here.";
  }

  private static String suffix(int rows, boolean nested) {
    return "@" + rows + (nested ? "nested" : "");
  }

  private boolean has(int rows, boolean nested) {
    return loaded.computeIfAbsent(suffix(rows, nested), key -> load(rows, nested));
  }

  private boolean load(int rows, boolean nested) {
    String suffix = suffix(rows, nested);
    try {
      launcher.add(cubin(store, rows, nested), suffix, "product4", "sumShares");
      launcher.allowShared("product4" + suffix, sharedBytes(rows));
      return true;
    } catch (CudaException e) {
      LOG.log(Level.WARNING, e, () -> "Weights are made dense for products of " + rows + " rows");
      return false;
    }
  }

  /** Whether there is a kernel for so many rows and these weights. */
  boolean takes(int rows, int in, List<Blocks> weights) {
    if (rows == 0
        || rows > ROWS.getLast()
        || in % FOUR_STEPS != 0
        || weights.isEmpty()
        || weights.size() > MOST_WEIGHTS) {
      return false;
    }
    boolean nested = nested(weights.getFirst());
    for (Blocks weight : weights) {
      if (nested(weight) != nested || weight.rows(in) % 8 != 0) {
        return false;
      }
    }
    return has(kernelRows(rows), nested);
  }

  private static boolean nested(Blocks weight) {
    return weight.nestedCode() != null;
  }

  private static int kernelRows(int rows) {
    return ROWS.stream().filter(most -> rows <= most).findFirst().orElseThrow();
  }

  /**
   * How many shares a product's columns are cut into, so that all processors have work.
   *
   * @param blocks of threads of one share
   * @param fours of steps along the columns
   * @param numbers of the result
   */
  static int shares(int processors, int blocks, int fours, long numbers) {
    int wanted = Math.min(processors / blocks, fours / 2);
    return (int) Math.max(1, Math.min(wanted, Cublas.WORKSPACE / (4 * numbers)));
  }

  /** y = x times the weights, their outputs side by side, or y += that. */
  void multiply(Matrix x, List<Blocks> weights, Matrix y, boolean add) {
    int in = x.columns();
    int rows = kernelRows(x.rows());
    String suffix = suffix(rows, nested(weights.getFirst()));
    Arguments told = arguments.get();
    describe(x, rows, told);
    int blocks = describe(weights, in, told.weights);
    int shares = shares(processors, blocks, in / FOUR_STEPS, (long) x.rows() * y.columns());
    launcher
        .start("product4" + suffix)
        .with(told.map)
        .with(told.weights)
        .with(y)
        .with(cublas.workspace())
        .with(y.columns())
        .with(x.rows())
        .with(in)
        .with(add ? 1 : 0)
        .grid(blocks, shares, 1, THREADS, sharedBytes(rows));
    if (shares > 1) {
      launcher
          .start("sumShares" + suffix)
          .with(cublas.workspace())
          .with(shares)
          .with(y)
          .with(y.columns())
          .with(add ? 1 : 0)
          .each((long) y.rows() * (y.columns() / 4));
    }
  }

  /** Describes the weights to the kernel. Returns how many blocks of threads their rows are. */
  private static int describe(List<Blocks> weights, int in, MemorySegment told) {
    int to = 0;
    int block = 0;
    for (int i = 0; i < MOST_WEIGHTS; i++) {
      int at = i * FIELDS;
      if (i == weights.size()) {
        // No block of threads comes that far.
        for (int k = at; k < MOST_WEIGHTS * FIELDS; k++) {
          told.setAtIndex(JAVA_LONG, k, Integer.MAX_VALUE);
        }
        break;
      }
      Blocks w = weights.get(i);
      boolean nested = nested(w);
      int out = w.rows(in);
      told.setAtIndex(JAVA_LONG, at, w.codes().pointer());
      told.setAtIndex(JAVA_LONG, at + 1, nested ? 0 : w.scales().pointer());
      told.setAtIndex(JAVA_LONG, at + 2, nested ? w.scales().pointer() : 0);
      told.setAtIndex(JAVA_LONG, at + 3, Matrix.pointerOf(w.nestedCode()));
      told.setAtIndex(JAVA_LONG, at + 4, Matrix.pointerOf(w.nestedScales()));
      told.setAtIndex(JAVA_LONG, at + 5, Matrix.pointerOf(w.offset()));
      told.setAtIndex(JAVA_LONG, at + 6, w.pairs().pointer());
      told.setAtIndex(JAVA_LONG, at + 7, out);
      told.setAtIndex(JAVA_LONG, at + 8, to);
      told.setAtIndex(JAVA_LONG, at + 9, block);
      to += out;
      block += (out + TILE - 1) / TILE;
    }
    return block;
  }

  /** Describes the input to the copy engine, in tiles of 64 columns and so many rows. */
  private void describe(Matrix x, int rows, Arguments told) {
    told.sizes.setAtIndex(JAVA_LONG, 0, x.columns());
    told.sizes.setAtIndex(JAVA_LONG, 1, x.rows());
    told.strides.set(JAVA_LONG, 0, 2L * x.stride());
    told.box.setAtIndex(JAVA_INT, 0, 64);
    told.box.setAtIndex(JAVA_INT, 1, rows);
    int result;
    try {
      result =
          (int)
              encode.invokeExact(
                  told.map,
                  BFLOAT16,
                  2,
                  MemorySegment.ofAddress(x.pointer()),
                  told.sizes,
                  told.strides,
                  told.box,
                  told.ones,
                  0,
                  SWIZZLE,
                  PROMOTION,
                  0);
    } catch (Throwable e) {
      throw new CudaException("cuTensorMapEncodeTiled could not be called", e);
    }
    NativeLibrary.check(result, "cuTensorMapEncodeTiled");
  }
}
