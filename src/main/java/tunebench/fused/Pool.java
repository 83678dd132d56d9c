package tunebench.fused;

import ai.djl.ndarray.NDArray;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tunebench.tensor.Dtype;
import tunebench.tensor.Matrix;
import tunebench.tensor.Scope;
import tunebench.tensor.Tensors;

/**
 * Memory for activations, used again from layer to layer and from step to step. Each array has room
 * for as many rows as the largest batch so far; a larger one replaces them.
 */
final class Pool {
  private final Scope scope;
  private final Dtype dtype;
  private final Map<Integer, Deque<Matrix>> free = new HashMap<>();
  private int capacity;

  /**
   * Sets up.
   *
   * @param scope owns the arrays
   */
  Pool(Scope scope, Dtype dtype) {
    this.scope = scope;
    this.dtype = dtype;
  }

  /** Makes room for batches of so many rows; called before a batch, when nothing is taken. */
  void reserve(int rows) {
    if (rows > capacity) {
      capacity = rows;
      free.values().forEach(all -> all.forEach(m -> m.base().close()));
      free.clear();
    }
  }

  /** Rows of {@code columns} numbers, not set. */
  Matrix take(int rows, int columns) {
    Deque<Matrix> rest = free.get(columns);
    @Nullable Matrix found = rest == null ? null : rest.pollLast();
    if (found == null) {
      NDArray made = Tensors.empty(scope, dtype, Math.max(rows, capacity), columns);
      found = Matrix.of(made, dtype);
    }
    return found.rows(0, rows);
  }

  /** Gives memory back; the numbers in it are gone. */
  void give(@Nullable Matrix matrix) {
    if (matrix != null) {
      free.computeIfAbsent(matrix.stride(), key -> new ArrayDeque<>()).addLast(matrix.whole());
    }
  }
}
