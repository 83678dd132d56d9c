package tunebench.llama;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tunebench.BadInputException;

/**
 * Reads rotary settings: {@code rope_parameters} of transformers 5, or {@code rope_theta} and
 * {@code rope_scaling} before.
 */
final class RopeReader {
  private final String file;
  private final JsonNode config;
  private final int rotaryDim;

  /**
   * A reader of one config.
   *
   * @param rotaryDim how many of a head's dimensions are turned
   */
  RopeReader(String file, JsonNode config, int rotaryDim) {
    this.file = file;
    this.config = config;
    this.rotaryDim = rotaryDim;
  }

  /** Of the layers that see everything. */
  Rope global() {
    JsonNode parameters = config.path("rope_parameters");
    if (parameters.path("full_attention").isObject()) {
      return rope(parameters.path("full_attention"), 1_000_000);
    }
    return parameters.isObject()
        ? rope(parameters, 10_000)
        : new Rope(positive(config, "rope_theta", 10_000), scaling(config.path("rope_scaling")));
  }

  /** Of the layers with a sliding window. */
  Rope local() {
    JsonNode parameters = config.path("rope_parameters").path("sliding_attention");
    return parameters.isObject()
        ? rope(parameters, 10_000)
        : new Rope(positive(config, "rope_local_base_freq", 10_000), null);
  }

  private Rope rope(JsonNode parameters, double theta) {
    return new Rope(positive(parameters, "rope_theta", theta), scaling(parameters));
  }

  private Rope.@Nullable Scaling scaling(JsonNode node) {
    String type = node.path("rope_type").asString(node.path("type").asString("default"));
    return switch (type) {
      case "default" -> null;
      case "linear" -> new Rope.Linear(positive(node, "factor", 1));
      case "llama3" ->
          new Rope.Llama3(
              positive(node, "factor", 8),
              positive(node, "low_freq_factor", 1),
              positive(node, "high_freq_factor", 4),
              (int) positive(node, "original_max_position_embeddings", 8192));
      case "longrope", "su" -> longRope(node);
      default ->
          throw new BadInputException(
              "%s asks for rotary scaling \"%s\"; Tunebench knows default, linear, llama3 and longrope."
                  .formatted(file, type));
    };
  }

  /**
   * Price prompts are short, so the short factors hold: transformers picks them below the original
   * context length.
   */
  private Rope.Scaling longRope(JsonNode node) {
    JsonNode factors = node.path("short_factor");
    double original =
        config.has("original_max_position_embeddings")
            ? positive(config, "original_max_position_embeddings", 4096)
            : positive(node, "original_max_position_embeddings", 4096);
    double stretch = positive(config, "max_position_embeddings", original) / original;
    double attention = stretch <= 1 ? 1 : Math.sqrt(1 + Math.log(stretch) / Math.log(original));
    if (factors.size() != rotaryDim / 2) {
      throw new BadInputException(
          "%s: short_factor must hold %d numbers, one per rotary frequency, not %d."
              .formatted(file, rotaryDim / 2, factors.size()));
    }
    double[] divisors = new double[factors.size()];
    for (int i = 0; i < divisors.length; i++) {
      divisors[i] = checked("short_factor", factors.path(i));
    }
    return new Rope.PerFrequency(divisors, positive(node, "attention_factor", attention));
  }

  private double positive(JsonNode node, String field, double absent) {
    JsonNode value = node.path(field);
    return value.isMissingNode() || value.isNull() ? absent : checked(field, value);
  }

  private double checked(String field, JsonNode value) {
    if (!value.isNumber() || !(value.asDouble() > 0) || Double.isInfinite(value.asDouble())) {
      throw new BadInputException("%s: %s must be a number above 0.".formatted(file, field));
    }
    return value.asDouble();
  }
}
