package tunebench.fused;

import org.jspecify.annotations.Nullable;
import tunebench.tensor.Kernels;
import tunebench.tensor.Matrix;

/**
 * A root-mean-square norm.
 *
 * @param weight [width] float32
 * @param width columns normed together: the whole row, or a head
 */
record Norm(Kernels kernels, Matrix weight, double eps, int width) {
  /** y = norm(x), and copy = x where wanted. */
  void forward(Matrix x, Matrix y, @Nullable Matrix copy) {
    kernels.rmsNorm(x, weight, eps, width, y, copy);
  }

  /** dx = the gradient. */
  void backward(Matrix x, Matrix dy, Matrix dx) {
    kernels.rmsNormBackward(x, weight, eps, width, dy, dx, false, null);
  }

  /** dx += the gradient, and y = norm(x) where wanted. */
  void backward(Matrix x, Matrix dy, Matrix dx, @Nullable Matrix y) {
    kernels.rmsNormBackward(x, weight, eps, width, dy, dx, true, y);
  }
}
