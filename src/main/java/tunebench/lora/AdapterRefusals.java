package tunebench.lora;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tunebench.BadInputException;

/**
 * What an {@code adapter_config.json} may ask for beyond LoRA and DoRA, and why it is refused: to
 * pass over such a field would give other numbers than PEFT gives.
 */
record AdapterRefusals(Path file, JsonNode json) {
  /** Variants of LoRA that compute something else. */
  private static final List<String> VARIANTS =
      List.of(
          "alora_invocation_tokens",
          "arrow_config",
          "kasa_config",
          "layer_replication",
          "megatron_config",
          "monteclora_config",
          "target_parameters",
          "trainable_token_indices",
          "use_bdlora",
          "use_qalora",
          "velora_config");

  /** Beginnings that change the base model's weights, too. */
  private static final List<String> CHANGED_BASE =
      List.of("pissa", "olora", "corda", "loftq", "lora_ga");

  void check() {
    for (JsonNode name : json.path("modules_to_save")) {
      if (Ends.ALL.stream().noneMatch(end -> ("." + end).endsWith("." + name.asString("")))) {
        throw bad(
            "modules_to_save names %s, but of whole modules Tunebench takes embed_tokens and lm_head alone; train without it."
                .formatted(Quoted.of(name.asString(name.toString()))));
      }
    }
    if (json.path("ensure_weight_tying").asBoolean(false)) {
      throw bad(
          "ensure_weight_tying is true, which changes embedding and output layer together, and"
              + " Tunebench takes them apart; train without it.");
    }
    String bias = json.path("bias").asString("none");
    if (!bias.equals("none") || json.path("lora_bias").asBoolean(false)) {
      throw bad(
          "bias is %s and lora_bias %s, but Tunebench takes no trained biases; train with bias=\"none\"."
              .formatted(Quoted.of(bias), json.path("lora_bias").asBoolean(false)));
    }
    if (json.path("fan_in_fan_out").asBoolean(false)) {
      throw bad(
          "fan_in_fan_out is true, which is for GPT-2's transposed weights; none of the families"
              + " that Tunebench opens has them.");
    }
    for (String variant : VARIANTS) {
      JsonNode node = json.path(variant);
      boolean off =
          node.isNull() || node.isMissingNode() || (node.isBoolean() && !node.asBoolean(false));
      if (!off) {
        throw bad(
            variant
                + " is set, a variant that Tunebench does not compute; it takes plain LoRA, rsLoRA"
                + " and DoRA.");
      }
    }
    String begin = json.path("init_lora_weights").asString("").toLowerCase(Locale.ROOT);
    if (CHANGED_BASE.stream().anyMatch(begin::startsWith)) {
      throw bad(
          "init_lora_weights is %s, so the adapter belongs to changed base weights; save it with path_initial_model_for_weight_conversion, which makes a plain adapter of it."
              .formatted(Quoted.of(begin)));
    }
  }

  private BadInputException bad(String problem) {
    return new BadInputException(file + ": " + problem);
  }
}
