package tunebench.quant;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tunebench.BadInputException;
import tunebench.tensor.Dtype;

/**
 * The {@code quantization_config} with which transformers saves a model that bitsandbytes quantized
 * ({@code BitsAndBytesConfig}).
 *
 * @param kind INT8, NF4, NF4_DOUBLE, FP4 or FP4_DOUBLE
 * @param compute dtype in which products with 4-bit weights are taken
 * @param skipped modules that stay as they are; empty list for none
 * @param threshold magnitude from which an input column of LLM.int8 counts as an outlier, 0 for
 *     never
 */
public record BnbConfig(Quantization kind, Dtype compute, List<String> skipped, double threshold) {
  /** What transformers leaves alone where nothing is said: the output layer. */
  public static final List<String> DEFAULT_SKIPPED = List.of("lm_head");

  public BnbConfig {
    skipped = List.copyOf(skipped);
  }

  /** What a quantization of ours is in these terms. */
  public static BnbConfig of(Quantization kind) {
    return new BnbConfig(kind, Dtype.BFLOAT16, DEFAULT_SKIPPED, Int8Projection.THRESHOLD);
  }

  /**
   * Reads the field of a config; empty if it has none.
   *
   * @param file the config's file, for complaints
   * @throws BadInputException if the weights were quantized by something else
   */
  public static Optional<BnbConfig> of(String file, JsonNode config) {
    JsonNode json = config.path("quantization_config");
    if (json.isMissingNode() || json.isNull()) {
      return Optional.empty();
    }
    String method = json.path("quant_method").asString("bitsandbytes");
    boolean eight = json.path("load_in_8bit").asBoolean(false);
    boolean four = json.path("load_in_4bit").asBoolean(false);
    if (!method.equals("bitsandbytes") || eight == four) {
      throw new BadInputException(
          "%s says that the weights were quantized by \"%s\", and only bitsandbytes' 4-bit or 8-bit weights can be opened; take the model's original or a GGUF file."
              .formatted(file, method.length() > 40 ? "..." : method.replaceAll("\\p{C}", "?")));
    }
    if (eight && json.path("llm_int8_has_fp16_weight").asBoolean(false)) {
      throw new BadInputException(
          file + " sets llm_int8_has_fp16_weight, whose weights are not 8-bit; take the original.");
    }
    return Optional.of(
        new BnbConfig(
            eight ? Quantization.INT8 : fourBit(file, json),
            compute(file, json),
            skipped(json.path("llm_int8_skip_modules")),
            json.path("llm_int8_threshold").asDouble(Int8Projection.THRESHOLD)));
  }

  private static Quantization fourBit(String file, JsonNode json) {
    boolean twice = json.path("bnb_4bit_use_double_quant").asBoolean(false);
    return switch (json.path("bnb_4bit_quant_type").asString("fp4")) {
      case "nf4" -> twice ? Quantization.NF4_DOUBLE : Quantization.NF4;
      case "fp4" -> twice ? Quantization.FP4_DOUBLE : Quantization.FP4;
      default -> throw new BadInputException(file + ": bnb_4bit_quant_type must be nf4 or fp4.");
    };
  }

  private static Dtype compute(String file, JsonNode json) {
    String name = json.path("bnb_4bit_compute_dtype").asString("float32");
    return switch (name.replace("torch.", "")) {
      case "float32" -> Dtype.FLOAT32;
      case "float16" -> Dtype.FLOAT16;
      case "bfloat16" -> Dtype.BFLOAT16;
      default ->
          throw new BadInputException(
              file + ": bnb_4bit_compute_dtype must be float32, float16 or bfloat16.");
    };
  }

  private static List<String> skipped(JsonNode list) {
    if (!list.isArray()) {
      return DEFAULT_SKIPPED;
    }
    List<String> names = new ArrayList<>();
    list.forEach(name -> names.add(name.asString("")));
    names.removeIf(String::isEmpty);
    return names;
  }

  /**
   * Whether a module stays as it is: its path begins or ends with one of the skipped names, in
   * which a star stands for anything (transformers' {@code should_convert_module}, whose names are
   * regular expressions; those of strangers are not run here).
   *
   * @param module such as {@code model.layers.0.self_attn.q_proj}
   */
  public boolean skips(String module) {
    return skipped.stream().anyMatch(name -> module.endsWith(name) || begins(module, name));
  }

  private static boolean begins(String module, String name) {
    String pattern =
        Arrays.stream(name.split("\\.?\\*", -1))
            .map(Pattern::quote)
            .collect(Collectors.joining(".*"));
    return Pattern.compile(pattern).matcher(module).lookingAt();
  }

  /** The field as transformers 5 writes it. */
  public void put(ObjectNode config) {
    CodeBook book = kind.book();
    ObjectNode json = config.putObject("quantization_config");
    json.put("_load_in_4bit", book != null).put("_load_in_8bit", book == null);
    json.put("bnb_4bit_compute_dtype", torchName(book == null ? Dtype.FLOAT32 : compute));
    json.put("bnb_4bit_quant_storage", "uint8");
    json.put("bnb_4bit_quant_type", book == null ? "fp4" : book.name().toLowerCase(Locale.ROOT));
    json.put("bnb_4bit_use_double_quant", kind.doubly());
    json.put("llm_int8_enable_fp32_cpu_offload", false);
    json.put("llm_int8_has_fp16_weight", false);
    if (skipped.equals(DEFAULT_SKIPPED)) {
      json.putNull("llm_int8_skip_modules");
    } else {
      skipped.forEach(json.putArray("llm_int8_skip_modules")::add);
    }
    json.put("llm_int8_threshold", threshold);
    json.put("load_in_4bit", book != null).put("load_in_8bit", book == null);
    json.put("quant_method", "bitsandbytes");
  }

  private static String torchName(Dtype dtype) {
    return dtype.name().toLowerCase(Locale.ROOT);
  }
}
