package tunebench.fused;

import ai.djl.ndarray.NDArray;
import java.util.HashMap;
import java.util.Map;
import tunebench.tensor.Dtype;
import tunebench.tensor.Matrix;
import tunebench.tensor.Scope;
import tunebench.tensor.Tensors;

/** One place in memory for one dense weight at a time, as large as the largest. */
final class DenseRoom {
  private final Scope scope;
  private final NDArray memory;
  private final Map<Long, Matrix> shapes = new HashMap<>();

  DenseRoom(Scope scope, Dtype dtype, long size) {
    this.scope = scope;
    this.memory = Tensors.empty(scope, dtype, 1, Math.max(1, size));
  }

  /** The room as a matrix of a shape. */
  Matrix shaped(int rows, int columns) {
    return shapes.computeIfAbsent(
        (long) rows << 32 | columns,
        key -> Matrix.of(Tensors.reshaped(scope, memory, rows, columns)));
  }
}
