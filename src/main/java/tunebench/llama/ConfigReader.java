package tunebench.llama;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tunebench.BadInputException;
import tunebench.nn.Attention;

/** Reads {@code config.json} as transformers writes it, old names and new. */
public final class ConfigReader {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int LARGEST = 1 << 24;

  private final String file;
  private final JsonNode json;

  private ConfigReader(String file, JsonNode json) {
    this.file = file;
    this.json = json;
  }

  /** Reads the config of a model folder. */
  public static ModelConfig read(Path folder) {
    Path file = folder.resolve("config.json");
    if (!Files.isRegularFile(file)) {
      throw new BadInputException(
          folder
              + " holds no config.json; give a model folder in the Hub's layout (config.json,"
              + " tokenizer.json, *.safetensors).");
    }
    try {
      return parse(file.toString(), JSON.readTree(file.toFile()));
    } catch (JacksonException e) {
      throw new BadInputException(file + " is no valid JSON; fetch the file again.", e);
    }
  }

  /** Whether the config says that the checkpoint is in 32-bit floats. */
  public static boolean isWide(Path folder) {
    try {
      JsonNode json = JSON.readTree(folder.resolve("config.json").toFile());
      String dtype = json.path("dtype").asString(json.path("torch_dtype").asString(""));
      return dtype.equals("float32");
    } catch (JacksonException e) {
      throw new BadInputException(
          folder + " holds no config.json that can be read; fetch the file again.", e);
    }
  }

  static ModelConfig parse(String file, JsonNode json) {
    return new ConfigReader(file, json).config();
  }

  private ModelConfig config() {
    Family family = family();
    int hidden = positive("hidden_size");
    int layers = positive("num_hidden_layers");
    int headCount = positive("num_attention_heads");
    int keyValueHeads = integer("num_key_value_heads", headCount);
    int headDim = integer("head_dim", family.isGemma() ? 256 : hidden / headCount);
    if (keyValueHeads <= 0 || headCount % keyValueHeads != 0 || headDim <= 0 || headDim % 2 != 0) {
      throw bad(
          "num_key_value_heads", "must divide num_attention_heads, and head_dim must be even");
    }
    JsonNode rope = json.path("rope_parameters");
    JsonNode full = rope.path("full_attention").isObject() ? rope.path("full_attention") : rope;
    int rotary =
        (int)
            (headDim
                * number("partial_rotary_factor", full.path("partial_rotary_factor").asDouble(1)));
    RopeReader ropes = new RopeReader(file, json, headDim);
    int window = windows(family);
    return new ModelConfig(
        family,
        positive("vocab_size"),
        hidden,
        positive("intermediate_size"),
        layers,
        new Attention.Shape(headCount, keyValueHeads, headDim, rotary),
        number("rms_norm_eps", 1e-6),
        ropes.global(),
        family == Family.GEMMA3 ? ropes.local() : null,
        window,
        windowed(family, layers, window),
        biases(family),
        1 / Math.sqrt(family.isGemma() ? number("query_pre_attn_scalar", headDim) : headDim),
        family == Family.GEMMA2 ? number("attn_logit_softcapping", 0) : 0,
        family.isGemma() ? number("final_logit_softcapping", 0) : 0,
        json.path("tie_word_embeddings").asBoolean(family.isGemma()));
  }

  private Family family() {
    String name = json.path("architectures").path(0).asString("");
    for (Family family : Family.values()) {
      if (family.architecture().equals(name)) {
        return family;
      }
    }
    throw new BadInputException(
        "%s names the architecture \"%s\", which Tunebench cannot open; it opens %s."
            .formatted(file, name, Family.supported()));
  }

  private int windows(Family family) {
    boolean used =
        (family != Family.QWEN2 && family != Family.QWEN3)
            || json.path("use_sliding_window").asBoolean(false);
    return used && family != Family.LLAMA ? integer("sliding_window", 0) : 0;
  }

  private List<Boolean> windowed(Family family, int layers, int window) {
    List<Boolean> result = new ArrayList<>();
    JsonNode types = json.path("layer_types");
    int pattern = integer("sliding_window_pattern", integer("_sliding_window_pattern", 6));
    for (int i = 0; i < layers; i++) {
      boolean local =
          types.isArray()
              ? types.path(i).asString("").equals("sliding_attention")
              : switch (family) {
                case GEMMA2 -> i % 2 == 0;
                case GEMMA3 -> (i + 1) % pattern != 0;
                case QWEN2, QWEN3 -> i >= integer("max_window_layers", layers);
                default -> true;
              };
      result.add(window > 0 && local);
    }
    return List.copyOf(result);
  }

  private ModelConfig.Biases biases(Family family) {
    boolean attention = json.path("attention_bias").asBoolean(false);
    return new ModelConfig.Biases(
        family == Family.QWEN2 || attention, attention, json.path("mlp_bias").asBoolean(false));
  }

  private int positive(String field) {
    int value = integer(field, -1);
    if (value <= 0 || value > LARGEST) {
      throw bad(field, "must be a whole number from 1 to " + LARGEST);
    }
    return value;
  }

  private int integer(String field, int absent) {
    JsonNode node = json.path(field);
    if (node.isMissingNode() || node.isNull()) {
      return absent;
    }
    if (!node.isIntegralNumber() || !node.canConvertToInt()) {
      throw bad(field, "must be a whole number");
    }
    return node.asInt();
  }

  private double number(String field, double absent) {
    @Nullable JsonNode node = json.get(field);
    return node == null || node.isNull() ? absent : node.asDouble(absent);
  }

  private BadInputException bad(String field, String must) {
    return new BadInputException("%s: %s %s.".formatted(file, field, must));
  }
}
