package tunebench.quant;

import ai.djl.ndarray.NDArray;
import org.jspecify.annotations.Nullable;
import tunebench.nn.Code;
import tunebench.nn.Emit;
import tunebench.nn.Projection;
import tunebench.tensor.Dtype;

/**
 * A projection with a 4-bit weight. The dense weight exists only while its layer runs.
 *
 * @param weight [out, in]
 * @param bias [out] in the compute dtype, or null
 * @param compute dtype of the product
 */
public record Block4Projection(Block4 weight, @Nullable NDArray bias, Dtype compute)
    implements Projection {
  @Override
  public int inFeatures() {
    return weight.columns();
  }

  @Override
  public int outFeatures() {
    return weight.rows();
  }

  @Override
  public String emit(Code code, String x) {
    return code.let(
        "torch.linear(%s, %s, %s)".formatted(x, emitWeight(code), Emit.optional(code, bias)));
  }

  @Override
  public String emitWeight(Code code) {
    return weight.emit(code, compute);
  }
}
