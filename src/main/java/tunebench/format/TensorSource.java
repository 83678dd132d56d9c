package tunebench.format;

import java.lang.foreign.MemorySegment;
import java.util.Set;

/**
 * Named tensors to read from: one file or many. Bytes are little-endian, row by row, and stay valid
 * until the source is closed.
 */
public interface TensorSource extends AutoCloseable {
  /** The tensors' names, in the order of the source. */
  Set<String> names();

  /**
   * Type, shape and place of a tensor.
   *
   * @throws tunebench.BadInputException if the source has no such tensor
   */
  TensorInfo info(String name);

  /**
   * All bytes of a tensor, read-only; more than 2 GiB are possible, which no ByteBuffer holds.
   *
   * @throws tunebench.BadInputException if the source has no such tensor
   */
  MemorySegment bytes(String name);

  /**
   * Bytes of {@code rows} rows (steps along the first dimension) from {@code fromRow} on: what
   * feeds a large tensor in blocks.
   *
   * @throws IndexOutOfBoundsException if the tensor has fewer rows
   */
  default MemorySegment bytes(String name, long fromRow, long rows) {
    TensorInfo info = info(name);
    if (fromRow < 0 || rows < 0 || fromRow > info.rows() - rows) {
      throw new IndexOutOfBoundsException(
          "rows %d to %d of %s, which has %d"
              .formatted(fromRow, fromRow + rows, name, info.rows()));
    }
    return bytes(name).asSlice(fromRow * info.rowLength(), rows * info.rowLength());
  }

  /** The file that holds a tensor, as the person knows it: what complaints name. */
  default String file(String name) {
    return "the weights";
  }

  /**
   * Whether the tensor was made in 32 bits or more; false where few bits were widened for reading.
   *
   * @throws tunebench.BadInputException if the source has no such tensor
   */
  default boolean isWide(String name) {
    return info(name).dtype().bytes() >= Float.BYTES;
  }

  @Override
  void close();
}
