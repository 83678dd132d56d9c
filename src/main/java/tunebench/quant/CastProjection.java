package tunebench.quant;

import ai.djl.ndarray.NDArray;
import org.jspecify.annotations.Nullable;
import tunebench.nn.Code;
import tunebench.nn.DenseProjection;
import tunebench.nn.Emit;
import tunebench.nn.Projection;
import tunebench.tensor.Dtype;
import tunebench.tensor.Scope;
import tunebench.tensor.Tensors;

/**
 * A projection whose product is taken in another dtype than the rest of the model, as bitsandbytes'
 * {@code bnb_4bit_compute_dtype} asks: inputs are cast to it, outputs back.
 *
 * @param inner computes in {@code compute}
 * @param compute dtype of the product
 * @param stream dtype of inputs and outputs
 */
public record CastProjection(Projection inner, Dtype compute, Dtype stream) implements Projection {
  /**
   * A 4-bit weight whose product may be in another dtype than the stream's.
   *
   * @param scope owns the bias in the product's dtype
   * @param plain with its bias in {@code stream}
   */
  public static Projection around(Scope scope, Block4Projection plain, Dtype stream) {
    Dtype compute = plain.compute();
    return compute == stream
        ? plain
        : new CastProjection(
            new Block4Projection(plain.weight(), cast(scope, plain.bias(), compute), compute),
            compute,
            stream);
  }

  /** The same of a weight stored as it is. */
  public static Projection around(Scope scope, DenseProjection plain, Dtype stream) {
    Dtype compute = plain.compute();
    return compute == stream
        ? plain
        : new CastProjection(
            new DenseProjection(
                plain.weight(), cast(scope, plain.bias(), compute), compute, plain.trained()),
            compute,
            stream);
  }

  private static @Nullable NDArray cast(Scope scope, @Nullable NDArray bias, Dtype dtype) {
    return bias == null ? null : Tensors.cast(scope, bias, dtype);
  }

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
  public Dtype product() {
    return compute;
  }

  @Override
  public String emit(Code code, String x) {
    return code.let(Emit.cast(emitProduct(code, x), stream));
  }

  @Override
  public String emitProduct(Code code, String x) {
    return inner.emit(code, code.once(Emit.cast(x, compute)));
  }

  @Override
  public String emitWeight(Code code) {
    return code.let(Emit.cast(inner.emitWeight(code), stream));
  }
}
