package tunebench.quant;

import ai.djl.ndarray.NDArray;
import org.jspecify.annotations.Nullable;
import tunebench.nn.Code;
import tunebench.nn.Emit;
import tunebench.nn.Projection;
import tunebench.tensor.Dtype;

/**
 * A projection whose product is taken in another dtype than the rest of the model, as bitsandbytes'
 * {@code bnb_4bit_compute_dtype} asks: inputs are cast to it, outputs back.
 *
 * @param inner computes in {@code compute}
 * @param compute dtype of the product
 * @param stream dtype of inputs and outputs
 */
public record CastProjection(Projection inner, Dtype compute, Dtype stream) implements Projection {
  @Override
  public int inFeatures() {
    return inner.inFeatures();
  }

  @Override
  public int outFeatures() {
    return inner.outFeatures();
  }

  @Override
  public @Nullable NDArray bias() {
    return inner.bias();
  }

  @Override
  public String emit(Code code, String x) {
    String y = inner.emit(code, code.let(Emit.cast(x, compute)));
    return code.let(Emit.cast(y, stream));
  }

  @Override
  public String emitWeight(Code code) {
    return code.let(Emit.cast(inner.emitWeight(code), stream));
  }
}
