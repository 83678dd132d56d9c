package tunebench.tensor;

import ai.djl.ndarray.NDArray;
import org.jspecify.annotations.Nullable;

/**
 * A rectangle inside a row-major matrix on a device: its elements are {@code rows x columns}, a row
 * begins {@code stride} elements after the one before it. Parts of a fused matrix are used where
 * they lie.
 *
 * @param base the whole array [.., stride], contiguous
 * @param address where its first element lies in the device's memory
 * @param dtype of the elements
 * @param stride elements from row to row
 * @param row first row
 * @param column first column
 * @param rows number of rows
 * @param columns number of columns
 */
public record Matrix(
    NDArray base,
    long address,
    Dtype dtype,
    int stride,
    int row,
    int column,
    int rows,
    int columns) {

  /** The whole of an array [rows, columns], or of one [.., columns] seen as that. */
  public static Matrix of(NDArray array) {
    return of(array, Tensors.dtype(array));
  }

  /** The same where the type is known; asking costs a call. */
  public static Matrix of(NDArray array, Dtype dtype) {
    long[] shape = array.getShape().getShape();
    int columns = Math.toIntExact(shape[shape.length - 1]);
    int rows = columns == 0 ? 0 : Math.toIntExact(array.size() / columns);
    return new Matrix(array, Tensors.address(array), dtype, columns, 0, 0, rows, columns);
  }

  /** All of an array, of whatever shape, as one row. */
  public static Matrix flat(NDArray array) {
    int size = Math.toIntExact(array.size());
    return new Matrix(array, Tensors.address(array), Tensors.dtype(array), size, 0, 0, 1, size);
  }

  /** The first numbers of the array on a GPU as a matrix without gaps; on a CPU none has a view. */
  public Matrix shaped(int newRows, int newColumns) {
    return new Matrix(base, address, dtype, newColumns, 0, 0, newRows, newColumns);
  }

  /** All of the array that this is a part of. */
  public Matrix whole() {
    int all = Math.toIntExact(base.size() / stride);
    return new Matrix(base, address, dtype, stride, 0, 0, all, stride);
  }

  /** Some of the columns. */
  public Matrix columns(int from, int count) {
    return new Matrix(base, address, dtype, stride, row, column + from, rows, count);
  }

  /** Whether so many columns of the array lie behind the last one of this. */
  public boolean hasBeside(int count) {
    return column + columns + count <= stride;
  }

  /** Some of the rows. */
  public Matrix rows(int from, int count) {
    return new Matrix(base, address, dtype, stride, row + from, column, count, columns);
  }

  /** Where the first element lies in the device's memory. */
  public long pointer() {
    return address + ((long) row * stride + column) * dtype.bytes();
  }

  /** Whether this is all of its array. */
  boolean isWhole() {
    return row == 0
        && column == 0
        && columns == stride
        && (long) rows * columns == base.size()
        && base.getShape().dimension() == 2;
  }

  /** Where an optional matrix lies, 0 for none. */
  public static long pointerOf(@Nullable Matrix matrix) {
    return matrix == null ? 0 : matrix.pointer();
  }
}
