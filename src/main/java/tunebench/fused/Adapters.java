package tunebench.fused;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tunebench.tensor.Dtype;
import tunebench.tensor.Matrix;
import tunebench.tensor.Scope;
import tunebench.tensor.Tensors;

/**
 * All adapters' weights as float32 masters, their copies in the compute dtype, and their gradients.
 * Products with adapters are taken in the compute dtype, as under automatic mixed precision.
 */
final class Adapters {
  private final Scope scope;
  private final Dtype compute;
  private final boolean learning;
  private final List<NDArray> weights = new ArrayList<>();
  private final List<Matrix> copies = new ArrayList<>();
  private final List<NDArray> views = new ArrayList<>();
  private final List<NDArray> gradients = new ArrayList<>();
  private int count;

  Adapters(Scope scope, Dtype compute, boolean learning) {
    this.scope = scope;
    this.compute = compute;
    this.learning = learning;
  }

  /** Numbers of adapters so far. */
  int next() {
    return count++;
  }

  /** Memory for weights in the compute dtype. */
  Matrix room(int rows, int columns) {
    return Matrix.of(Tensors.empty(scope, compute, rows, columns));
  }

  /** The same set to zero. */
  Matrix zeros(int rows, int columns) {
    return Matrix.of(scope.zeros(compute, rows, columns), compute);
  }

  /** Lets {@code copy} follow a weight. */
  void follow(NDArray weight, Matrix copy) {
    weights.add(weight);
    copies.add(copy);
    views.add(Tensors.view(scope, copy));
  }

  /** Memory for the gradients of a group's a, one below the other; null where nothing learns. */
  @Nullable Matrix gradients(int rows, int columns) {
    return learning ? Matrix.of(scope.zeros(Dtype.FLOAT32, rows, columns)) : null;
  }

  /** Lets a part of them be the gradient of the weight that {@link #follow} was told of last. */
  void gradient(Matrix part) {
    gradients.add(Tensors.view(scope, part));
  }

  /** A gradient of a weight that {@link #follow} was told of. */
  @Nullable Matrix gradient(NDArray weight) {
    if (!learning) {
      return null;
    }
    NDArray gradient = scope.zeros(Dtype.FLOAT32, weight.getShape().getShape());
    gradients.add(gradient);
    return Matrix.of(gradient);
  }

  List<NDArray> weights() {
    return weights;
  }

  List<NDArray> gradients() {
    return gradients;
  }

  /** The copies in the compute dtype, in the order of the weights. */
  List<Matrix> copies() {
    return copies;
  }

  void refresh() {
    if (!weights.isEmpty()) {
      Tensors.copyAll(scope, weights, views);
    }
  }
}
