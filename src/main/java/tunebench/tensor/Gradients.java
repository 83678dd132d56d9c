package tunebench.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;

/** Reverse-mode differentiation by PyTorch's autograd, with the upstream gradient given. */
public final class Gradients {
  private Gradients() {}

  /** Marks a leaf whose gradient shall be kept. */
  public static void track(NDArray leaf) {
    leaf.setRequiresGradient(true);
  }

  /**
   * Adds d(upstream . y)/d(leaf) to every tracked leaf under {@code y}; frees the recorded graph.
   */
  public static void backward(NDArray y, NDArray upstream) {
    JniUtils.backward((PtNDArray) y, (PtNDArray) upstream, false, false);
  }

  /** The gradient gathered so far; belongs to the leaf's own scope until attached elsewhere. */
  public static NDArray of(NDArray leaf) {
    return leaf.getGradient();
  }

  /** Whether a gradient has been gathered at all. */
  public static boolean has(NDArray leaf) {
    return leaf.hasGradient();
  }

  /** Sets the gathered gradient to zero. */
  public static void clear(NDArray leaf) {
    JniUtils.zeroGrad((PtNDArray) leaf);
  }
}
