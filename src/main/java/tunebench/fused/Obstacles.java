package tunebench.fused;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tunebench.llama.LanguageModel;
import tunebench.llama.ModelConfig;
import tunebench.lora.LoraProjection;
import tunebench.nn.DenseEmbedding;
import tunebench.nn.Embedding;
import tunebench.nn.Projection;
import tunebench.nn.RmsNorm;
import tunebench.tensor.Dtype;

/** Says why a model cannot be run fused, so that the composed layers are taken instead. */
public final class Obstacles {
  private Obstacles() {}

  /**
   * The first obstacle, as one sentence; nothing if there is none.
   *
   * @param gpu whether CUDA kernels would be used
   * @param learning whether gradients are wanted
   */
  public static Optional<String> of(LanguageModel model, boolean gpu, boolean learning) {
    ModelConfig config = model.config();
    Dtypes dtypes = Dtypes.of(model);
    if (config.attentionSoftCap() != 0 || config.logitSoftCap() != 0) {
      return Optional.of("Attention and logits of this family have soft caps.");
    }
    if (gpu
        && (config.heads().headDim() % 8 != 0
            || config.heads().headDim() > 256
            || config.heads().rotaryDim() % 8 != 0
            || config.hiddenSize() % 8 != 0
            || config.intermediateSize() % 8 != 0)) {
      return Optional.of("Kernels need sizes that are multiples of 8, and heads of at most 256.");
    }
    for (Map.Entry<String, Projection> entry : model.parts().projections().entrySet()) {
      Projection base = Dtypes.base(entry.getValue());
      Optional<Weight> weight = Weight.of(base, dtypes, gpu);
      if (weight.isEmpty()
          || (weight.get() instanceof Weight.Int8 && !bytes(dtypes, gpu, learning))) {
        return Optional.of(
            "%s is a %s.".formatted(entry.getKey(), base.getClass().getSimpleName()));
      }
    }
    if (unlike(model)) {
      return Optional.of("Adapters of projections with one input have different factors.");
    }
    Projection output = model.parts().output();
    Optional<Weight> last = Weight.of(output, dtypes, gpu);
    if (last.isEmpty() || last.get() instanceof Weight.Int8 || output.bias() != null) {
      return Optional.of("The output layer is a %s.".formatted(output.getClass().getSimpleName()));
    }
    if (model.parts().norms().values().stream().anyMatch(RmsNorm::trained) || learns(model)) {
      return Optional.of("The model's own weights learn.");
    }
    return Optional.empty();
  }

  /**
   * Whether weights in 8 bits are served: always by a GPU; a CPU makes them dense, which without a
   * gradient pays where it has tiles for bfloat16.
   */
  private static boolean bytes(Dtypes dtypes, boolean gpu, boolean learning) {
    return gpu || learning || dtypes.products() == Dtype.BFLOAT16;
  }

  /** Whether adapters that are multiplied as one have different factors. */
  private static boolean unlike(LanguageModel model) {
    Map<String, Double> factors = new HashMap<>();
    for (Map.Entry<String, Projection> entry : model.parts().projections().entrySet()) {
      if (entry.getValue() instanceof LoraProjection lora) {
        String input =
            entry.getKey().replaceFirst("[qkv]_proj$", "qkv").replaceFirst("(gate|up)_proj$", "gu");
        Double known = factors.putIfAbsent(input, lora.update().scaling());
        if (known != null && known != lora.update().scaling()) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean learns(LanguageModel model) {
    Embedding embedding = model.parts().embedding();
    return embedding instanceof DenseEmbedding dense && dense.trained();
  }
}
