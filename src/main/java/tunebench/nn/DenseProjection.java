package tunebench.nn;

import ai.djl.ndarray.NDArray;
import org.jspecify.annotations.Nullable;
import tunebench.tensor.Dtype;

/**
 * A projection whose weight is stored as it is.
 *
 * @param weight [out, in] in any floating dtype
 * @param bias [out] in the compute dtype, or null
 * @param compute the dtype in which the product is taken
 * @param trained whether training updates the weight itself (full-parameter mode; the weight is
 *     then in the compute dtype)
 */
public record DenseProjection(
    NDArray weight, @Nullable NDArray bias, Dtype compute, boolean trained) implements Projection {
  @Override
  public int inFeatures() {
    return Math.toIntExact(weight.getShape().get(1));
  }

  @Override
  public int outFeatures() {
    return Math.toIntExact(weight.getShape().get(0));
  }

  @Override
  public String emit(Code code, String x) {
    return code.let(
        "torch.linear(%s, %s, %s)".formatted(x, emitWeight(code), Emit.optional(code, bias)));
  }

  @Override
  public String emitWeight(Code code) {
    return trained
        ? Emit.cast(code.trainable(weight), compute)
        : Emit.cast(code.frozen(weight), compute);
  }
}
