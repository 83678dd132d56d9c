package tunebench.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** Operations on whole tensors that every package needs. Results belong to the scope given. */
public final class Tensors {
  private static final Script SCRIPT = Script.resource(Tensors.class, "tensors.torch");

  /** Bytes of the largest elements. */
  private static final int WIDEST = 8;

  private Tensors() {}

  /** The type of an array's elements. */
  public static Dtype dtype(NDArray array) {
    if (array.getDataType() != DataType.UNKNOWN) {
      return Dtype.of(array.getDataType());
    }
    NDManager manager = array.getManager().newSubManager();
    try (Scope step = Scope.in(manager)) {
      return Dtype.of(SCRIPT.one(step, "dtype", array).toLongArray()[0]);
    }
  }

  /** A copy in another dtype. */
  public static NDArray cast(Scope scope, NDArray x, Dtype dtype) {
    return SCRIPT.one(scope, "cast", x, (long) dtype.code());
  }

  /** Zeros on the device of {@code like}. */
  static NDArray zeros(Scope scope, NDArray like, Dtype dtype, long... shape) {
    return SCRIPT.one(scope, "zeros", like, shape, (long) dtype.code());
  }

  /** 1 + x. */
  public static NDArray plusOne(Scope scope, NDArray x) {
    return SCRIPT.one(scope, "plus_one", x);
  }

  /**
   * Reads raw bytes (uint8) as elements of {@code stored} and gives them shape and type. Always a
   * copy.
   */
  public static NDArray decode(
      Scope scope, NDArray bytes, Dtype stored, Dtype target, long... dims) {
    return SCRIPT.one(scope, "decode", bytes, (long) stored.code(), (long) target.code(), dims);
  }

  /** The elements' bytes in memory order, as uint8 [n]. */
  public static NDArray encode(Scope scope, NDArray x, Dtype stored) {
    return SCRIPT.one(scope, "encode", x, (long) stored.code());
  }

  /** Overwrites the rows of {@code whole} from {@code from} on. */
  public static void putRows(Scope scope, NDArray whole, NDArray rows, long from) {
    SCRIPT.call(scope, "put_rows", whole, rows, from);
  }

  /** Rows [ids.length, width] of {@code x} seen as [n, width]. */
  public static NDArray rows(Scope scope, NDArray x, NDArray ids) {
    return SCRIPT.one(scope, "rows", x, ids);
  }

  /** The entries {@code ids} of the first axis. */
  public static NDArray batchRows(Scope scope, NDArray x, NDArray ids) {
    return SCRIPT.one(scope, "batch_rows", x, ids);
  }

  /** Bytes of memory behind an array, which may be more than its elements need. */
  public static long bytes(Scope scope, NDArray x) {
    return SCRIPT.one(scope, "bytes", x).toLongArray()[0];
  }

  /** Zeros shaped like {@code like} seen as [n, width], with {@code rows} at {@code ids}. */
  public static NDArray scatterRows(Scope scope, NDArray like, NDArray ids, NDArray rows) {
    return SCRIPT.one(scope, "scatter_rows", like, ids, rows);
  }

  /** A leaf of its own with the same values: what gradients are taken with respect to. */
  public static NDArray leaf(Scope scope, NDArray x) {
    NDArray leaf = SCRIPT.one(scope, "leaf", x);
    Gradients.track(leaf);
    return leaf;
  }

  /**
   * Who sees whom, [b, 1, q, k] bool: a key is seen at or before the query, inside the window, and
   * never where its position is negative; every query sees the key that is itself, so that padding
   * rows hold no NaN.
   *
   * @param queries positions [b, q] int64
   * @param keys positions [b, k] int64, the queries' own keys last
   * @param window 0 for none
   */
  public static NDArray mask(Scope scope, NDArray queries, NDArray keys, int window) {
    return SCRIPT.one(scope, "mask", queries, keys, (long) window);
  }

  /** Memory for a matrix whose numbers are not set. */
  public static NDArray empty(Scope scope, Dtype dtype, long rows, long columns) {
    try (Scope step = scope.child()) {
      NDArray like = step.zeros(Dtype.FLOAT32, 1);
      return SCRIPT.one(scope, "empty", like, new long[] {rows, columns}, (long) dtype.code());
    }
  }

  /** A matrix as an array that shares its memory. */
  public static NDArray view(Scope scope, Matrix m) {
    return m.isWhole()
        ? m.base()
        : part(scope, m.base(), m.row(), m.rows(), m.column(), m.columns());
  }

  /** Copies each array over the one at the same place. */
  public static void copyAll(Scope scope, List<NDArray> from, List<NDArray> to) {
    try (Scope step = scope.child()) {
      SCRIPT.call(step, "copy_all", from, to);
    }
  }

  /** The first numbers of an array as a matrix [rows, columns]; shares its memory. */
  public static NDArray reshaped(Scope scope, NDArray x, long rows, long columns) {
    return SCRIPT.one(scope, "reshaped", x, rows, columns);
  }

  /** The part of a matrix [rows, columns] that begins at a row and a column; shares its memory. */
  static NDArray part(Scope scope, NDArray x, long row, long rows, long column, long columns) {
    return SCRIPT.one(scope, "part", x, row, rows, column, columns);
  }

  /** Where an array's first element lies in its device's memory. */
  @SuppressWarnings("restricted") // an address is what this is for
  public static long address(NDArray array) {
    if (array.size() == 0) {
      return 0;
    }
    if (array.size() * WIDEST <= Integer.MAX_VALUE) {
      return MemorySegment.ofBuffer(PyTorchDoor.memory(((PtNDArray) array).getHandle())).address();
    }
    // A buffer cannot be longer than 2 GiB; the view of one element is not.
    NDManager manager = array.getManager().newSubManager();
    try (Scope step = Scope.in(manager)) {
      PtNDArray one = (PtNDArray) SCRIPT.one(step, "first_element", array);
      return MemorySegment.ofBuffer(PyTorchDoor.memory(one.getHandle())).address();
    }
  }
}
