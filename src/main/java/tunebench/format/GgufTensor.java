package tunebench.format;

import java.util.List;

/**
 * One tensor of a GGUF file.
 *
 * @param dimensions the shape, slowest dimension first as everywhere here; the file itself has them
 *     the other way round
 * @param offset where its bytes begin, counted from the start of the file
 * @param length its bytes
 */
public record GgufTensor(
    String name, GgufType type, List<Long> dimensions, long offset, long length) {
  public GgufTensor {
    dimensions = List.copyOf(dimensions);
  }

  /** Weights in a row, the fastest dimension; rows are encoded one by one. */
  public long rowWeights() {
    return dimensions.getLast();
  }

  /** The product of all dimensions but the fastest; 1 for a vector. */
  public long rows() {
    return length / rowLength();
  }

  /** Bytes of a row. */
  public long rowLength() {
    return type.bytesOf(rowWeights());
  }
}
