package tunebench.tensor.cuda;

import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

  private final Launcher launcher;
  private final Cublas cublas;
  private final CubinStore store;
  private final int processors;
  private final boolean served;
  private final Map<String, Boolean> loaded = new ConcurrentHashMap<>();
  private final ThreadLocal<BlockArguments> arguments;

  /**
   * Sets up.
   *
   * @param cublas whose working memory, idle between its products, holds shares of a sum
   * @param store compiles for {@link #ARCHITECTURE}
   */
  CudaBlockProducts(CudaContext context, Launcher launcher, Cublas cublas, CubinStore store) {
    this.launcher = launcher;
    this.cublas = cublas;
    this.store = store;
    this.processors = context.processors();
    MethodHandle encode = BlockArguments.encoder(context.driver());
    this.served = encode != null;
    this.arguments =
        ThreadLocal.withInitial(() -> new BlockArguments(Objects.requireNonNull(encode)));
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
    return served && has(ROWS.getFirst(), true)
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
        || weights.size() > BlockArguments.MOST_WEIGHTS) {
      return false;
    }
    boolean nested = nested(weights.getFirst());
    for (Blocks weight : weights) {
      if (nested(weight) != nested || weight.rows(in) % 8 != 0) {
        return false;
      }
    }
    return served && has(kernelRows(rows), nested);
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
    BlockArguments told = arguments.get();
    int blocks = told.describe(weights, in);
    int shares = shares(processors, blocks, in / FOUR_STEPS, (long) x.rows() * y.columns());
    launcher
        .start("product4" + suffix)
        .with(told.describe(x, rows))
        .with(told.weights())
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
}
