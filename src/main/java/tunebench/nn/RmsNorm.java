package tunebench.nn;

import ai.djl.ndarray.NDArray;
import tunebench.tensor.Dtype;

/**
 * Root-mean-square normalisation (Zhang and Sennrich 2019): y = x / sqrt(mean(x^2) + eps) * weight
 * over the last axis, with the mean taken in float32.
 *
 * @param weight [n]; families that multiply by 1 + weight store that sum here
 * @param eps added to the mean of squares
 * @param compute dtype of x and y
 * @param trained whether training updates the weight
 */
public record RmsNorm(NDArray weight, double eps, Dtype compute, boolean trained) {
  /** Emits the norm of {@code x} [..., n]. */
  public String emit(Code code, String x) {
    String w = trained ? code.trainable(weight) : code.frozen(weight);
    String normed =
        code.let(
            "torch.rms_norm(%s, [%d], None, %s)"
                .formatted(
                    Emit.cast(x, Dtype.FLOAT32), weight.getShape().get(0), Emit.number(eps)));
    return code.let(
        Emit.cast("torch.mul(%s, %s)".formatted(normed, Emit.cast(w, Dtype.FLOAT32)), compute));
  }
}
