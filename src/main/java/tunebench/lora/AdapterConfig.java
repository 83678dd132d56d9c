package tunebench.lora;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tunebench.BadInputException;

/**
 * {@code adapter_config.json}: the settings, with ranks and alphas that single modules may have for
 * themselves.
 *
 * @param settings what holds for all modules
 * @param alphas by the end of a module path
 */
record AdapterConfig(LoraSettings settings, Map<String, Double> alphas) {
  private static final JsonMapper JSON = JsonMapper.shared();

  /** The fields that PEFT 0.21 writes and that we leave at their defaults. */
  private static final List<String> NULLS =
      List.of(
          "alora_invocation_tokens",
          "arrow_config",
          "auto_mapping",
          "corda_config",
          "eva_config",
          "exclude_modules",
          "kasa_config",
          "layer_replication",
          "layers_pattern",
          "layers_to_transform",
          "lora_ga_config",
          "megatron_config",
          "modules_to_save",
          "monteclora_config",
          "revision",
          "target_parameters",
          "trainable_token_indices",
          "use_bdlora",
          "velora_config");

  static AdapterConfig read(Path file) {
    JsonNode json;
    try {
      json = JSON.readTree(file.toFile());
    } catch (JacksonException e) {
      throw new BadInputException(
          file + " is missing or no valid JSON; take the whole adapter folder.", e);
    }
    if (!json.path("peft_type").asString("").equals("LORA")) {
      throw new BadInputException(
          file + " is not of a LoRA adapter (peft_type), the only kind that Tunebench opens.");
    }
    for (String unknown : List.of("use_dora", "lora_bias", "use_qalora")) {
      if (json.path(unknown).asBoolean(false)) {
        throw new BadInputException(
            file + " sets " + unknown + ", which Tunebench does not know yet.");
      }
    }
    List<String> targets = new ArrayList<>();
    json.path("target_modules").forEach(t -> targets.add(t.asString()));
    targets.retainAll(LoraSettings.ALL);
    LoraSettings settings =
        new LoraSettings(
            json.path("r").asInt(8),
            json.path("lora_alpha").asDouble(8),
            json.path("lora_dropout").asDouble(0),
            targets,
            json.path("use_rslora").asBoolean(false));
    Map<String, Double> alphas = new java.util.LinkedHashMap<>();
    json.path("alpha_pattern")
        .properties()
        .forEach(e -> alphas.put(e.getKey(), e.getValue().asDouble()));
    return new AdapterConfig(settings, alphas);
  }

  /** The factor of a module whose update has this rank; the rank itself is read off the weights. */
  double scaling(String path, int rank) {
    double alpha =
        alphas.entrySet().stream()
            .filter(e -> path.equals(e.getKey()) || path.endsWith("." + e.getKey()))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse(settings.alpha());
    return settings.rankStabilised() ? alpha / Math.sqrt(rank) : alpha / rank;
  }

  static byte[] json(LoraSettings settings, String baseModel) {
    ObjectNode json = JSON.createObjectNode();
    NULLS.forEach(json::putNull);
    json.putObject("alpha_pattern");
    json.put("base_model_name_or_path", baseModel);
    json.put("bias", "none");
    json.put("ensure_weight_tying", false);
    json.put("fan_in_fan_out", false);
    json.put("inference_mode", true);
    json.put("init_lora_weights", true);
    json.putObject("loftq_config");
    if (settings.alpha() == Math.rint(settings.alpha())) {
      json.put("lora_alpha", (long) settings.alpha());
    } else {
      json.put("lora_alpha", settings.alpha());
    }
    json.put("lora_bias", false);
    json.put("lora_dropout", settings.dropout());
    json.put("megatron_core", "megatron.core");
    json.put("peft_type", "LORA");
    json.put("peft_version", "0.21.0");
    json.put("qalora_group_size", 16);
    json.put("r", settings.rank());
    json.putObject("rank_pattern");
    settings.targets().forEach(json.putArray("target_modules")::add);
    json.put("task_type", "CAUSAL_LM");
    json.put("use_dora", false);
    json.put("use_qalora", false);
    json.put("use_rslora", settings.rankStabilised());
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(json);
  }
}
