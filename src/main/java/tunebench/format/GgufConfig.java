package tunebench.format;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Says a {@link GgufModel} in the words of the Hub's {@code config.json}, so that a model is opened
 * in one way whatever file it came in.
 */
public final class GgufConfig {
  private static final JsonMapper JSON = JsonMapper.shared();

  /** Layers of Gemma 3: five with a sliding window, then one that sees everything. */
  private static final int GEMMA3_PATTERN = 6;

  private static final String MISTRAL = "MistralForCausalLM";

  private GgufConfig() {}

  /** The text of a {@code config.json}. */
  public static String json(GgufModel model) {
    ObjectNode config = JSON.createObjectNode();
    config.putArray("architectures").add(isMistral(model) ? MISTRAL : model.family().hubClass());
    config.put("model_type", isMistral(model) ? "mistral" : model.family().modelType());
    config.put("vocab_size", model.vocabulary());
    config.put("hidden_size", model.hidden());
    config.put("intermediate_size", model.feedForward());
    config.put("num_hidden_layers", model.layers());
    config.put("num_attention_heads", model.heads());
    config.put("num_key_value_heads", model.keyValueHeads());
    config.put("head_dim", model.headWidth());
    config.put("max_position_embeddings", model.context());
    config.put("rms_norm_eps", model.normEpsilon());
    config.put("tie_word_embeddings", model.tied());
    config.put("attention_bias", model.attentionBias() && model.family() == GgufFamily.LLAMA);
    putRope(config, model);
    putWindow(config, model);
    if (model.family().isGemma()) {
      config.put("query_pre_attn_scalar", model.attentionScaleWidth());
      config.put("hidden_activation", "gelu_pytorch_tanh");
      model.attentionSoftcap().ifPresent(cap -> config.put("attn_logit_softcapping", cap));
      model.logitSoftcap().ifPresent(cap -> config.put("final_logit_softcapping", cap));
    } else {
      config.put("hidden_act", "silu");
    }
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(config);
  }

  /** GGUF calls both llama; only Mistral has a window. */
  private static boolean isMistral(GgufModel model) {
    return model.family() == GgufFamily.LLAMA && model.window().isPresent();
  }

  private static void putWindow(ObjectNode config, GgufModel model) {
    boolean used =
        model.family().isGemma() || model.family() == GgufFamily.PHI3 || isMistral(model);
    model.window().ifPresent(w -> config.put("sliding_window", used ? w : null));
    if (model.family() == GgufFamily.GEMMA3) {
      config.put("sliding_window_pattern", GEMMA3_PATTERN);
      config.put("rope_local_base_freq", model.localRopeBase().orElse(10_000));
    }
  }

  private static void putRope(ObjectNode config, GgufModel model) {
    GgufRope rope = model.rope();
    config.put("rope_theta", rope.base());
    if (rope.dimensions() != model.headWidth()) {
      config.put("partial_rotary_factor", (double) rope.dimensions() / model.headWidth());
    }
    rope.scaling().ifPresent(scaling -> putScaling(config, scaling));
  }

  private static void putScaling(ObjectNode config, GgufRope.Scaling scaling) {
    ObjectNode node = config.putObject("rope_scaling");
    switch (scaling) {
      case GgufRope.Scaling.Linear linear ->
          node.put("rope_type", "linear").put("factor", linear.factor());
      case GgufRope.Scaling.Yarn yarn ->
          node.put("rope_type", "yarn")
              .put("factor", yarn.factor())
              .put("original_max_position_embeddings", yarn.originalContext());
      case GgufRope.Scaling.Llama3 llama ->
          node.put("rope_type", "llama3")
              .put("factor", llama.factor())
              .put("low_freq_factor", llama.lowFrequency())
              .put("high_freq_factor", llama.highFrequency())
              .put("original_max_position_embeddings", llama.originalContext());
      case GgufRope.Scaling.PerFrequency factors -> {
        node.put("rope_type", "longrope");
        factors.shortFactors().forEach(node.putArray("short_factor")::add);
        factors.longFactors().forEach(node.putArray("long_factor")::add);
        config.put("original_max_position_embeddings", factors.originalContext());
      }
    }
  }
}
