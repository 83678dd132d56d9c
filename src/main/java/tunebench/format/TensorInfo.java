package tunebench.format;

import java.util.List;

/**
 * One tensor of a file.
 *
 * @param dimensions the shape, slowest dimension first; empty for a scalar
 * @param offset where its bytes begin, counted from the start of the file
 * @param length its bytes; always the shape's product times the element's bytes
 */
public record TensorInfo(
    String name, DType dtype, List<Long> dimensions, long offset, long length) {
  public TensorInfo {
    dimensions = List.copyOf(dimensions);
  }

  /** The shape as an array, a fresh one on each call. */
  public long[] shape() {
    return dimensions.stream().mapToLong(Long::longValue).toArray();
  }

  /** How many elements the tensor has. */
  public long elements() {
    return length / dtype.bytes();
  }

  /** The size of the first dimension; a scalar is one row. */
  public long rows() {
    return dimensions.isEmpty() ? 1 : dimensions.getFirst();
  }

  /** Bytes of one step along the first dimension; 0 if there are no rows. */
  public long rowLength() {
    return rows() == 0 ? 0 : length / rows();
  }
}
