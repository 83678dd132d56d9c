package tunebench.fused;

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
  private static final int FEW = 4;

  private final Scope scope;
  private final Dtype dtype;
  private final Map<Key, Deque<Matrix>> free = new HashMap<>();
  private int capacity;

  private record Key(int columns, boolean few, Dtype dtype) {}

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

  /** Bytes of what is not taken: between two batches, of all. */
  long bytes() {
    return free.values().stream()
        .flatMap(Deque::stream)
        .mapToLong(m -> m.base().size() * m.dtype().bytes())
        .sum();
  }

  /** The compute dtype. */
  Dtype dtype() {
    return dtype;
  }

  /** Rows of {@code columns} numbers in the compute dtype, not set. */
  Matrix take(int rows, int columns) {
    return take(rows, columns, dtype);
  }

  /** The same in another dtype. */
  Matrix take(int rows, int columns, Dtype type) {
    // Few rows do not take the room of many.
    boolean few = rows * FEW < capacity;
    Deque<Matrix> rest = free.get(new Key(columns, few, type));
    @Nullable Matrix found = rest == null ? null : rest.pollLast();
    if (found != null && found.rows() < rows) {
      found.base().close();
      found = null;
    }
    if (found == null) {
      int room = few ? rows : Math.max(rows, capacity);
      found = Matrix.of(Tensors.empty(scope, type, room, columns), type);
    }
    return found.rows(0, rows);
  }

  /** Gives memory back; the numbers in it are gone. */
  void give(@Nullable Matrix matrix) {
    if (matrix != null) {
      Matrix whole = matrix.whole();
      boolean few = whole.rows() * FEW < capacity;
      free.computeIfAbsent(new Key(whole.columns(), few, whole.dtype()), key -> new ArrayDeque<>())
          .addLast(whole);
    }
  }
}
