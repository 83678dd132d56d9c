package tunebench.tensor;

import ai.djl.ndarray.NDArray;
import org.jspecify.annotations.Nullable;

/** AdamW over all tensors at once (Loshchilov and Hutter 2019). */
public interface AdamWKernel {
  /**
   * What it holds of one trained tensor, all float32 and of one size.
   *
   * @param decay weight decay
   * @param copy follows the parameter in 16 bits, or null
   */
  record Slot(
      Matrix param,
      Matrix gradient,
      Matrix first,
      Matrix second,
      @Nullable Matrix copy,
      double decay) {}

  /** The constants of one update. */
  record Rates(double rate, double beta1, double beta2, double eps, int step, double largestNorm) {}

  /** Updates all; returns the gradient's norm before clipping, [1] float32 on the device. */
  NDArray step(Scope scope, Rates rates);
}
