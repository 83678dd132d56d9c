package tunebench.fused;

import ai.djl.ndarray.NDArray;
import java.util.HashMap;
import java.util.Map;
import tunebench.tensor.Dtype;
import tunebench.tensor.Scope;
import tunebench.tensor.Tensors;
import tunebench.tensor.cpu.Rows;

/**
 * Memory of a {@link BytePass} that one layer takes after the other, for as many rows as the
 * largest batch so far. Asking libtorch for it each time would cost more than quantizing a short
 * row.
 */
final class ByteRoom {
  private final Scope scope;
  private final Map<Key, NDArray> arrays = new HashMap<>();
  private int capacity;

  private record Key(String use, int columns) {}

  /**
   * Sets up.
   *
   * @param scope owns the memory
   */
  ByteRoom(Scope scope) {
    this.scope = scope;
  }

  /** Makes room for so many rows; called before a batch. */
  void reserve(int rows) {
    if (rows > capacity) {
      arrays.values().forEach(NDArray::close);
      arrays.clear();
      capacity = rows;
    }
  }

  /** An array [at least the rows reserved, columns], not set; one for each use. */
  NDArray array(String use, Dtype dtype, int columns) {
    return arrays.computeIfAbsent(
        new Key(use, columns), key -> Tensors.empty(scope, dtype, capacity, columns));
  }

  /** The first rows of such an array. */
  Rows rows(String use, Dtype dtype, int rows, int columns) {
    return Rows.of(array(use, dtype, columns), dtype).first(rows);
  }
}
