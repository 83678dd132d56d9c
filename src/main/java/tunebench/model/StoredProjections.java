package tunebench.model;

import ai.djl.ndarray.NDArray;
import org.jspecify.annotations.Nullable;
import tunebench.format.TensorSource;
import tunebench.llama.TensorShape;
import tunebench.nn.Projection;
import tunebench.quant.Block4Projection;
import tunebench.quant.BnbConfig;
import tunebench.quant.BnbTensors;
import tunebench.quant.CastProjection;
import tunebench.tensor.Dtype;
import tunebench.tensor.Scope;

/**
 * The projections of a checkpoint that bitsandbytes quantized, as they are stored. Products with
 * 4-bit weights are taken in the dtype that the config names on a GPU, and on a CPU where the
 * settings ask for that dtype; else in the model's.
 */
final class StoredProjections {
  private final Scope scope;
  private final BnbConfig config;
  private final BnbTensors tensors;
  private final Dtype stream;
  private final Dtype products;

  /**
   * Looks at a checkpoint.
   *
   * @param scope owns the weights
   * @param settings dtypes of the residual stream and of products
   */
  StoredProjections(Scope scope, BnbConfig config, TensorSource source, OpenSettings settings) {
    this.scope = scope;
    this.config = config;
    this.tensors = new BnbTensors(source, scope);
    this.stream = settings.compute();
    this.products = settings.products();
  }

  /** Whether the tensor is stored quantized. */
  boolean holds(TensorShape shape) {
    return tensors.holds(shape.name());
  }

  /** Whether a tensor is only a part of another one, such as its scales. */
  boolean isCompanion(String name) {
    return tensors.isCompanion(name);
  }

  /** Whether the config wants the tensor's module left as it is. */
  boolean skips(TensorShape shape) {
    return config.skips(shape.name().replaceFirst("\\.weight$", ""));
  }

  void check(TensorShape shape) {
    tensors.check(shape.name(), shape.dims());
  }

  /** The projection, or null if it is not stored quantized. */
  @Nullable Projection projection(TensorShape shape, @Nullable NDArray bias) {
    if (!holds(shape)) {
      return null;
    }
    if (tensors.state(shape.name()).isEmpty()) {
      return tensors
          .int8(scope, shape.name(), bias, stream, config.threshold())
          .forCpu(scope, products);
    }
    boolean asked = scope.isGpu() || config.compute() == products;
    return CastProjection.around(
        scope,
        new Block4Projection(
            tensors.block4(scope, shape.name()), bias, asked ? config.compute() : stream),
        stream);
  }
}
