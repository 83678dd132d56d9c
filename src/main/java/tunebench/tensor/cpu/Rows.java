package tunebench.tensor.cpu;

import ai.djl.ndarray.NDArray;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import tunebench.tensor.Dtype;
import tunebench.tensor.Matrix;
import tunebench.tensor.Tensors;

/**
 * The rows of a contiguous tensor in a CPU's memory. It does not keep the tensor: whoever made this
 * keeps that open as long as this is used.
 *
 * @param memory of all rows
 * @param dtype int8, bfloat16 or float32
 * @param count of rows
 * @param columns numbers of a row
 * @param stride numbers from row to row
 * @param column the tensor's column with which a row begins
 */
public record Rows(
    MemorySegment memory, Dtype dtype, int count, int columns, int stride, int column) {
  /** The rows of an array [.., columns] that has no gaps. */
  @SuppressWarnings("restricted") // reading native memory is what this is for
  public static Rows of(NDArray array, Dtype dtype) {
    long[] shape = array.getShape().getShape();
    int columns = Math.toIntExact(shape[shape.length - 1]);
    int count = columns == 0 ? 0 : Math.toIntExact(array.size() / columns);
    long bytes = array.size() * dtype.bytes();
    return new Rows(
        MemorySegment.ofAddress(Tensors.address(array)).reinterpret(bytes),
        dtype,
        count,
        columns,
        columns,
        0);
  }

  /** The rows of a rectangle inside a matrix. */
  @SuppressWarnings("restricted")
  static Rows of(Matrix m) {
    long row = (long) m.stride() * m.dtype().bytes();
    return new Rows(
        MemorySegment.ofAddress(m.address() + m.row() * row).reinterpret(m.rows() * row),
        m.dtype(),
        m.rows(),
        m.columns(),
        m.stride(),
        m.column());
  }

  /** The first rows alone. */
  public Rows first(int rows) {
    return new Rows(memory, dtype, rows, columns, stride, column);
  }

  /** The same memory as rows of another length, without gaps. */
  public Rows shaped(int rows, int width) {
    return new Rows(memory, dtype, rows, width, width, 0);
  }

  /** Some of the columns. */
  public Rows part(int from, int width) {
    return new Rows(memory, dtype, count, width, stride, column + from);
  }

  private long at(int row) {
    return ((long) row * stride + column) * dtype.bytes();
  }

  /** Reads a row of numbers. */
  void read(int row, float[] into, Scratch scratch) {
    if (dtype == Dtype.FLOAT32) {
      MemorySegment.copy(memory, ValueLayout.JAVA_FLOAT_UNALIGNED, at(row), into, 0, columns);
    } else {
      scratch.widen(memory, at(row), into, columns);
    }
  }

  /** Writes a row of numbers. */
  void write(int row, float[] from, Scratch scratch) {
    if (dtype == Dtype.FLOAT32) {
      MemorySegment.copy(from, 0, memory, ValueLayout.JAVA_FLOAT_UNALIGNED, at(row), columns);
    } else {
      scratch.narrow(from, memory, at(row), columns);
    }
  }

  /** Copies a row, from dtype to dtype. */
  void copy(int row, Rows into, int target, Scratch scratch) {
    if (dtype == into.dtype) {
      MemorySegment.copy(
          memory, at(row), into.memory, into.at(target), (long) into.columns * dtype.bytes());
    } else {
      read(row, scratch.x, scratch);
      into.write(target, scratch.x, scratch);
    }
  }

  /** Writes a row of codes. */
  void write(int row, byte[] codes) {
    MemorySegment.copy(codes, 0, memory, ValueLayout.JAVA_BYTE, at(row), columns);
  }

  /** Reads a row of codes. */
  void read(int row, byte[] codes) {
    MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, at(row), codes, 0, columns);
  }
}
