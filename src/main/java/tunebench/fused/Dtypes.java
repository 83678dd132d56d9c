package tunebench.fused;

import java.util.stream.Stream;
import tunebench.llama.LanguageModel;
import tunebench.lora.LoraProjection;
import tunebench.nn.Projection;
import tunebench.quant.Int8Projection;
import tunebench.tensor.Dtype;

/**
 * Number types of a pass.
 *
 * @param stream of activations
 * @param products in which factors are multiplied: dense weights and adapters are held in it
 */
record Dtypes(Dtype stream, Dtype products) {
  /** Those that a model asks for: its first projection stands for all. */
  static Dtypes of(LanguageModel model) {
    Dtype stream = model.compute();
    return model.parts().projections().values().stream()
        .map(Dtypes::base)
        .flatMap(base -> asked(base, stream))
        .findFirst()
        .map(products -> new Dtypes(stream, products))
        .orElse(new Dtypes(stream, stream));
  }

  private static Stream<Dtype> asked(Projection base, Dtype stream) {
    if (base instanceof Int8Projection bytes) {
      return bytes.codes().getDevice().isGpu() ? Stream.empty() : Stream.of(bytes.products());
    }
    Dtype product = base.product();
    return Stream.of(product == null ? stream : product);
  }

  /** A projection without its adapter. */
  static Projection base(Projection projection) {
    return projection instanceof LoraProjection lora ? lora.base() : projection;
  }
}
