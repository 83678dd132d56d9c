package tunebench.llama;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tunebench.BadInputException;
import tunebench.format.GgufConfig;
import tunebench.format.GgufFamily;
import tunebench.format.GgufFile;
import tunebench.format.GgufModel;
import tunebench.format.GgufPath;
import tunebench.format.GgufRope;

/**
 * Says a model's config in GGUF's terms, and makes sure that nothing was lost: what is said is read
 * back and held against the config.
 */
public final class GgufDescription {
  private final String file;
  private final ModelConfig config;
  private final JsonNode json;

  private GgufDescription(String file, ModelConfig config, JsonNode json) {
    this.file = file;
    this.config = config;
    this.json = json;
  }

  /**
   * The description of a folder in the Hub's layout, or of a GGUF file.
   *
   * @throws BadInputException if GGUF has no words for something that the config asks for
   */
  public static GgufModel of(Path path) {
    Optional<Path> gguf = GgufPath.find(path);
    if (gguf.isPresent()) {
      try (GgufFile file = GgufFile.open(gguf.get())) {
        return GgufModel.of(file);
      }
    }
    String file = path.resolve("config.json").toString();
    return new GgufDescription(file, ConfigReader.read(path), ConfigReader.json(path)).checked();
  }

  private GgufModel checked() {
    GgufModel model = model();
    ModelConfig back =
        ConfigReader.parse(file, JsonMapper.shared().readTree(GgufConfig.json(model)));
    Map<String, Boolean> same = new LinkedHashMap<>();
    same.put("architectures", config.family() == back.family());
    same.put("head_dim", config.heads().equals(back.heads()));
    same.put("rope_theta or rope_scaling", sameRope(config.rope(), back.rope()));
    same.put("sliding_window", config.window() == back.window());
    same.put("layer_types", config.windowed().equals(back.windowed()));
    same.put("attention_bias or mlp_bias", config.biases().equals(back.biases()));
    same.put("query_pre_attn_scalar", config.attentionScale() == back.attentionScale());
    same.put("attn_logit_softcapping", config.attentionSoftCap() == back.attentionSoftCap());
    same.put("final_logit_softcapping", config.logitSoftCap() == back.logitSoftCap());
    List<String> lost = new ArrayList<>();
    same.forEach(
        (field, kept) -> {
          if (!kept) {
            lost.add(field);
          }
        });
    if (!lost.isEmpty()) {
      throw new BadInputException(
          "%s has a %s that GGUF's %s cannot say; such a model cannot be exported."
              .formatted(file, String.join(", ", lost), model.family().architecture()));
    }
    return model;
  }

  /** Scalings of one frequency each hold arrays, so what they come to is compared. */
  private boolean sameRope(Rope a, Rope b) {
    int dim = config.heads().rotaryDim();
    double[] left = a.inverseFrequencies(dim);
    double[] right = b.inverseFrequencies(dim);
    for (int i = 0; i < left.length; i++) {
      if (!(Math.abs(left[i] - right[i]) <= 1e-6 * left[i])) {
        return false;
      }
    }
    return Math.abs(a.attentionFactor() - b.attentionFactor()) < 1e-6;
  }

  private GgufModel model() {
    Rope local = config.localRope();
    return new GgufModel(
        family(),
        config.vocabSize(),
        context(),
        config.layers(),
        config.hiddenSize(),
        config.intermediateSize(),
        config.heads().heads(),
        config.heads().keyValueHeads(),
        config.heads().headDim(),
        config.rmsNormEps(),
        new GgufRope(config.rope().theta(), config.heads().rotaryDim(), scaling()),
        config.window() == 0 ? OptionalInt.empty() : OptionalInt.of(config.window()),
        local == null ? OptionalDouble.empty() : OptionalDouble.of(local.theta()),
        unlessZero(config.attentionSoftCap()),
        unlessZero(config.logitSoftCap()),
        config.biases().queryKeyValue(),
        config.tied());
  }

  private GgufFamily family() {
    return switch (config.family()) {
      case LLAMA, MISTRAL -> GgufFamily.LLAMA;
      case QWEN2 -> GgufFamily.QWEN2;
      case QWEN3 -> GgufFamily.QWEN3;
      case GEMMA2 -> GgufFamily.GEMMA2;
      case GEMMA3 -> GgufFamily.GEMMA3;
      case PHI3 -> GgufFamily.PHI3;
    };
  }

  private int context() {
    int context = json.path("max_position_embeddings").asInt(0);
    if (context < 1) {
      throw new BadInputException(
          file + " lacks max_position_embeddings, which GGUF asks for; add the model's context.");
    }
    return context;
  }

  private Optional<GgufRope.Scaling> scaling() {
    return switch (config.rope().scaling()) {
      case null -> Optional.empty();
      case Rope.Linear linear -> Optional.of(new GgufRope.Scaling.Linear(linear.factor()));
      case Rope.Llama3 s ->
          Optional.of(
              new GgufRope.Scaling.Llama3(
                  s.factor(),
                  s.lowFrequencyFactor(),
                  s.highFrequencyFactor(),
                  s.originalContext()));
      case Rope.PerFrequency each -> Optional.of(perFrequency());
    };
  }

  private GgufRope.Scaling perFrequency() {
    JsonNode rope = json.path(json.has("rope_parameters") ? "rope_parameters" : "rope_scaling");
    JsonNode original = json.path("original_max_position_embeddings");
    return new GgufRope.Scaling.PerFrequency(
        numbers(rope.path("short_factor")),
        numbers(rope.path("long_factor")),
        (original.isInt() ? original : rope.path("original_max_position_embeddings"))
            .asInt(context()));
  }

  private static List<Double> numbers(JsonNode array) {
    List<Double> numbers = new ArrayList<>();
    array.forEach(n -> numbers.add(n.asDouble(1)));
    return numbers;
  }

  private static OptionalDouble unlessZero(double value) {
    return value == 0 ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}
