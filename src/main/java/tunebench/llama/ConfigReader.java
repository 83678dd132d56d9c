package tunebench.llama;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tunebench.BadInputException;
import tunebench.format.GgufConfig;
import tunebench.format.GgufFile;
import tunebench.format.GgufModel;
import tunebench.format.GgufPath;
import tunebench.format.GgufType;
import tunebench.format.JsonFile;
import tunebench.nn.Attention;

/**
 * Reads {@code config.json} as transformers writes it, old names and new, or what a GGUF file says
 * in its place. Sizes are limited to what the largest models have some times over, so that nothing
 * is counted or allocated by an absurd number.
 */
public final class ConfigReader {
  private static final int LARGEST = 1 << 24;
  private static final int MOST_LAYERS = 1024;
  private static final int MOST_HEADS = 1 << 14;

  private final String file;
  private final JsonNode json;

  private ConfigReader(String file, JsonNode json) {
    this.file = file;
    this.json = json;
  }

  /**
   * Reads the config of a model: a folder in the Hub's layout, or a GGUF file.
   *
   * @throws BadInputException if there is none, or it is not of a model that can be opened
   */
  public static ModelConfig read(Path path) {
    Path file = GgufPath.find(path).orElseGet(() -> path.resolve("config.json"));
    return parse(file.toString(), json(path));
  }

  /** The text of the config as it stands, or as a GGUF file's metadata would have it. */
  public static JsonNode json(Path path) {
    Optional<Path> gguf = GgufPath.find(path);
    if (gguf.isPresent()) {
      try (GgufFile file = GgufFile.open(gguf.get())) {
        ObjectNode json =
            (ObjectNode) JsonMapper.shared().readTree(GgufConfig.json(GgufModel.of(file)));
        boolean wide = file.tensor("token_embd.weight").type() == GgufType.F32;
        return json.put("dtype", wide ? "float32" : "bfloat16");
      }
    }
    Path file = path.resolve("config.json");
    if (!Files.isRegularFile(file)) {
      throw new BadInputException(
          path
              + " holds no config.json; give a model folder in the Hub's layout (config.json,"
              + " tokenizer.json, *.safetensors) or a .gguf file.");
    }
    return JsonFile.read(file);
  }

  /** Whether the config says that the checkpoint is in 32-bit floats. */
  public static boolean isWide(Path path) {
    JsonNode json = json(path);
    String dtype = json.path("dtype").asString(json.path("torch_dtype").asString(""));
    return dtype.equals("float32");
  }

  static ModelConfig parse(String file, JsonNode json) {
    return new ConfigReader(file, json).config();
  }

  private ModelConfig config() {
    Family family = family();
    int hidden = positive("hidden_size");
    int layers = positive("num_hidden_layers", MOST_LAYERS);
    int headCount = positive("num_attention_heads", MOST_HEADS);
    int keyValueHeads = integer("num_key_value_heads", headCount);
    int headDim = integer("head_dim", family.isGemma() ? 256 : hidden / headCount);
    if (keyValueHeads <= 0
        || headCount % keyValueHeads != 0
        || headDim <= 0
        || headDim % 2 != 0
        || headDim > MOST_HEADS) {
      throw bad(
          "num_key_value_heads", "must divide num_attention_heads, and head_dim must be even");
    }
    JsonNode rope = json.path("rope_parameters");
    JsonNode full = rope.path("full_attention").isObject() ? rope.path("full_attention") : rope;
    int rotary =
        (int)
            (headDim
                * number("partial_rotary_factor", full.path("partial_rotary_factor").asDouble(1)));
    if (rotary < 2 || rotary > headDim || rotary % 2 != 0) {
      throw bad("partial_rotary_factor", "must turn an even number of a head's dimensions");
    }
    RopeReader ropes = new RopeReader(file, json, rotary);
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
    if (pattern <= 0) {
      throw bad("sliding_window_pattern", "must be a whole number above 0");
    }
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
    return positive(field, LARGEST);
  }

  private int positive(String field, int most) {
    int value = integer(field, -1);
    if (value <= 0 || value > most) {
      throw bad(field, "must be a whole number from 1 to " + most);
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
    if (node == null || node.isNull()) {
      return absent;
    }
    if (!node.isNumber() || !Double.isFinite(node.asDouble())) {
      throw bad(field, "must be a number");
    }
    return node.asDouble();
  }

  private BadInputException bad(String field, String must) {
    return new BadInputException("%s: %s %s.".formatted(file, field, must));
  }
}
