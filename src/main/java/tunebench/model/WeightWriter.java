package tunebench.model;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tunebench.format.DType;
import tunebench.format.SafetensorsWriter;
import tunebench.format.TensorSpec;
import tunebench.llama.LanguageModel;
import tunebench.llama.ModelShapes;
import tunebench.llama.Parts;
import tunebench.llama.TensorShape;
import tunebench.nn.DenseEmbedding;
import tunebench.nn.DenseProjection;
import tunebench.nn.Projection;
import tunebench.tensor.Dtype;
import tunebench.tensor.Scope;
import tunebench.tensor.Tensors;

/** Writes the weights of a model that is held dense, as {@code model.safetensors} in bfloat16. */
public final class WeightWriter {
  private WeightWriter() {}

  /** Writes all weights into {@code folder}. */
  public static void write(Path folder, Scope scope, LanguageModel model) throws IOException {
    List<TensorShape> shapes = ModelShapes.of(model.config());
    List<TensorSpec> specs =
        shapes.stream().map(s -> new TensorSpec(s.name(), DType.BF16, s.dims())).toList();
    Map<String, NDArray> weights = weights(model);
    try (SafetensorsWriter writer =
        SafetensorsWriter.create(folder.resolve("model.safetensors"), specs)) {
      for (TensorShape shape : shapes) {
        NDArray weight = Objects.requireNonNull(weights.get(shape.name()), shape.name());
        try (Scope step = scope.child()) {
          writer.write(shape.name(), Tensors.encode(step, weight, Dtype.BFLOAT16).toByteBuffer());
        }
      }
      writer.finish();
    }
  }

  private static Map<String, NDArray> weights(LanguageModel model) {
    Parts parts = model.parts();
    Map<String, NDArray> weights = new LinkedHashMap<>();
    parts
        .projections()
        .forEach((module, projection) -> weights.put(module + ".weight", dense(projection)));
    parts.norms().forEach((module, norm) -> weights.put(module + ".weight", norm.weight()));
    if (parts.embedding() instanceof DenseEmbedding embedding) {
      weights.put("model.embed_tokens.weight", embedding.weight());
    }
    weights.put("lm_head.weight", dense(parts.output()));
    return weights;
  }

  private static NDArray dense(Projection projection) {
    if (projection instanceof DenseProjection plain) {
      return plain.weight();
    }
    throw new IllegalArgumentException(
        "only dense models are written, not " + projection.getClass().getSimpleName());
  }
}
