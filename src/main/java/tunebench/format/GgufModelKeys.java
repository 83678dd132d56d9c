package tunebench.format;

import java.util.LinkedHashMap;
import java.util.Map;

/** Says a {@link GgufModel} in metadata keys: what {@link GgufModelReader} reads. */
final class GgufModelKeys {
  private final Map<String, Object> keys = new LinkedHashMap<>();
  private final GgufModel model;

  private GgufModelKeys(GgufModel model) {
    this.model = model;
  }

  /** The keys in the order in which llama.cpp's converter writes them. */
  static Map<String, Object> of(GgufModel model) {
    GgufModelKeys keys = new GgufModelKeys(model);
    keys.put();
    return keys.keys;
  }

  private void put() {
    keys.put("general.architecture", model.family().architecture());
    keys.put("general.type", "model");
    put("context_length", model.context());
    put("embedding_length", model.hidden());
    put("block_count", model.layers());
    put("feed_forward_length", model.feedForward());
    put("attention.head_count", model.heads());
    put("attention.head_count_kv", model.keyValueHeads());
    put("attention.key_length", model.headWidth());
    put("attention.value_length", model.headWidth());
    put("attention.layer_norm_rms_epsilon", (float) model.normEpsilon());
    put("vocab_size", model.vocabulary());
    put("rope.freq_base", (float) model.rope().base());
    put("rope.dimension_count", model.rope().dimensions());
    if (model.family() == GgufFamily.PHI3) {
      // llama.cpp guesses a window for a Phi without this key, and wants the context in any case.
      put("attention.sliding_window", model.window().orElse(0));
      put("rope.scaling.original_context_length", model.context());
    } else {
      model.window().ifPresent(w -> put("attention.sliding_window", w));
    }
    model.localRopeBase().ifPresent(b -> put("rope.freq_base_swa", (float) b));
    model.attentionSoftcap().ifPresent(c -> put("attn_logit_softcapping", (float) c));
    model.logitSoftcap().ifPresent(c -> put("final_logit_softcapping", (float) c));
    model.rope().scaling().ifPresent(this::putScaling);
  }

  private void putScaling(GgufRope.Scaling scaling) {
    switch (scaling) {
      case GgufRope.Scaling.Linear linear -> {
        put("rope.scaling.type", "linear");
        put("rope.scaling.factor", (float) linear.factor());
      }
      case GgufRope.Scaling.Yarn yarn -> {
        put("rope.scaling.type", "yarn");
        put("rope.scaling.factor", (float) yarn.factor());
        put("rope.scaling.original_context_length", yarn.originalContext());
      }
      case GgufRope.Scaling.PerFrequency factors -> {
        put("rope.scaling.type", "longrope");
        put("rope.scaling.original_context_length", factors.originalContext());
        put("rope.scaling.attn_factor", (float) factors.attentionFactor(model.context()));
      }
      case GgufRope.Scaling.Llama3 llama -> {
        // Said by a tensor alone.
      }
    }
  }

  private void put(String key, Object value) {
    keys.put(model.family().architecture() + "." + key, value);
  }
}
