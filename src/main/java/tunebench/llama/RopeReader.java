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
  private final int headDim;

  RopeReader(String file, JsonNode config, int headDim) {
    this.file = file;
    this.config = config;
    this.headDim = headDim;
  }

  /** Of the layers that see everything. */
  Rope global() {
    JsonNode parameters = config.path("rope_parameters");
    if (parameters.path("full_attention").isObject()) {
      return rope(parameters.path("full_attention"), 1_000_000);
    }
    return parameters.isObject()
        ? rope(parameters, 10_000)
        : old(config.path("rope_theta").asDouble(10_000));
  }

  /** Of the layers with a sliding window. */
  Rope local() {
    JsonNode parameters = config.path("rope_parameters").path("sliding_attention");
    return parameters.isObject()
        ? rope(parameters, 10_000)
        : new Rope(config.path("rope_local_base_freq").asDouble(10_000), null);
  }

  private Rope old(double theta) {
    return new Rope(theta, scaling(config.path("rope_scaling")));
  }

  private Rope rope(JsonNode parameters, double theta) {
    return new Rope(parameters.path("rope_theta").asDouble(theta), scaling(parameters));
  }

  private Rope.@Nullable Scaling scaling(JsonNode node) {
    String type = node.path("rope_type").asString(node.path("type").asString("default"));
    return switch (type) {
      case "default" -> null;
      case "linear" -> new Rope.Linear(node.path("factor").asDouble(1));
      case "llama3" ->
          new Rope.Llama3(
              node.path("factor").asDouble(8),
              node.path("low_freq_factor").asDouble(1),
              node.path("high_freq_factor").asDouble(4),
              node.path("original_max_position_embeddings").asInt(8192));
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
    int original =
        config
            .path("original_max_position_embeddings")
            .asInt(node.path("original_max_position_embeddings").asInt(4096));
    double stretch = (double) config.path("max_position_embeddings").asInt(original) / original;
    double attention = stretch <= 1 ? 1 : Math.sqrt(1 + Math.log(stretch) / Math.log(original));
    double[] divisors = new double[factors.size()];
    for (int i = 0; i < divisors.length; i++) {
      divisors[i] = factors.path(i).asDouble(1);
    }
    if (divisors.length == 0 || divisors.length > headDim / 2) {
      throw new BadInputException(
          file + ": short_factor must hold one number per rotary frequency.");
    }
    return new Rope.PerFrequency(divisors, node.path("attention_factor").asDouble(attention));
  }
}
