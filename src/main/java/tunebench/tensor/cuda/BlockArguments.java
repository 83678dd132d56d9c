package tunebench.tensor.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import tunebench.tensor.Kernels.Blocks;
import tunebench.tensor.Matrix;

/**
 * The structs that product4.cu is given at a launch, in memory that a thread uses again and again.
 */
final class BlockArguments {
  /** Weights that share an input. */
  static final int MOST_WEIGHTS = 3;

  /** Rows of weights of a block of threads. */
  static final int TILE = 128;

  /** Numbers of 8 bytes that describe a weight. */
  private static final int FIELDS = 10;

  /** Columns of the input that come at a time. */
  private static final int STEP = 64;

  /** CU_TENSOR_MAP_DATA_TYPE_BFLOAT16. */
  private static final int BFLOAT16 = 9;

  /** CU_TENSOR_MAP_SWIZZLE_128B. */
  private static final int SWIZZLE = 3;

  /** CU_TENSOR_MAP_L2_PROMOTION_L2_128B. */
  private static final int PROMOTION = 2;

  private static final Logger LOG = Logger.getLogger(BlockArguments.class.getName());

  private final MethodHandle encode;
  private final Arena arena = Arena.ofAuto();
  private final MemorySegment map = arena.allocate(128, 64);
  private final MemorySegment sizes = arena.allocate(JAVA_LONG, 2);
  private final MemorySegment strides = arena.allocate(JAVA_LONG, 1);
  private final MemorySegment box = arena.allocate(JAVA_INT, 2);
  private final MemorySegment ones = arena.allocateFrom(JAVA_INT, 1, 1);
  private final MemorySegment weights = arena.allocate(JAVA_LONG, MOST_WEIGHTS * FIELDS);

  BlockArguments(MethodHandle encode) {
    this.encode = encode;
  }

  /** What describes a matrix to the copy engine; null where the driver is older than that. */
  static @Nullable MethodHandle encoder(NativeLibrary driver) {
    try {
      return driver.function(
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
    } catch (CudaException e) {
      LOG.log(Level.WARNING, "The driver is too old for products with codes", e);
      return null;
    }
  }

  /** The weights as they were described last. */
  MemorySegment weights() {
    return weights;
  }

  /** Describes weights of so many columns. Returns how many blocks of threads their rows are. */
  int describe(List<Blocks> members, int columns) {
    int to = 0;
    int block = 0;
    int at = 0;
    for (Blocks w : members) {
      boolean nested = w.nestedCode() != null;
      int rows = w.rows(columns);
      at = put(at, w.codes().pointer());
      at = put(at, nested ? 0 : w.scales().pointer());
      at = put(at, nested ? w.scales().pointer() : 0);
      at = put(at, Matrix.pointerOf(w.nestedCode()));
      at = put(at, Matrix.pointerOf(w.nestedScales()));
      at = put(at, Matrix.pointerOf(w.offset()));
      at = put(at, w.pairs().pointer());
      at = put(at, rows);
      at = put(at, to);
      at = put(at, block);
      to += rows;
      block += (rows + TILE - 1) / TILE;
    }
    while (at < MOST_WEIGHTS * FIELDS) {
      // No block of threads comes as far as one that is not there.
      at = put(at, Integer.MAX_VALUE);
    }
    return block;
  }

  private int put(int at, long number) {
    weights.setAtIndex(JAVA_LONG, at, number);
    return at + 1;
  }

  /** Describes an input to the copy engine, in tiles of so many rows. */
  MemorySegment describe(Matrix x, int rows) {
    sizes.setAtIndex(JAVA_LONG, 0, x.columns());
    sizes.setAtIndex(JAVA_LONG, 1, x.rows());
    strides.set(JAVA_LONG, 0, 2L * x.stride());
    box.setAtIndex(JAVA_INT, 0, STEP);
    box.setAtIndex(JAVA_INT, 1, rows);
    int result;
    try {
      result =
          (int)
              encode.invokeExact(
                  map,
                  BFLOAT16,
                  2,
                  MemorySegment.ofAddress(x.pointer()),
                  sizes,
                  strides,
                  box,
                  ones,
                  0,
                  SWIZZLE,
                  PROMOTION,
                  0);
    } catch (Throwable e) {
      throw new CudaException("cuTensorMapEncodeTiled could not be called", e);
    }
    NativeLibrary.check(result, "cuTensorMapEncodeTiled");
    return map;
  }
}
