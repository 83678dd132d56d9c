package tunebench.llama;

import org.jspecify.annotations.Nullable;
import tunebench.nn.Attention;
import tunebench.nn.GatedMlp;
import tunebench.nn.RmsNorm;

/** Composes a layer from its parts as the family wants it. */
final class LayerBuilder {
  private final ModelConfig config;
  private final Parts parts;

  LayerBuilder(ModelConfig config, Parts parts) {
    this.config = config;
    this.parts = parts;
  }

  DecoderLayer layer(int index) {
    String prefix = "model.layers." + index + ".";
    return new DecoderLayer(attention(prefix + "self_attn."), mlp(prefix + "mlp."), norms(prefix));
  }

  private Attention attention(String prefix) {
    boolean fused = config.family().fused();
    return new Attention(
        config.heads(),
        fused
            ? new Attention.Fused(parts.projection(prefix + "qkv_proj"), config.heads())
            : new Attention.Apart(
                parts.projection(prefix + "q_proj"),
                parts.projection(prefix + "k_proj"),
                parts.projection(prefix + "v_proj")),
        parts.projection(prefix + "o_proj"),
        headNorm(prefix + "q_norm"),
        headNorm(prefix + "k_norm"),
        config.attentionScale(),
        config.attentionSoftCap());
  }

  private @Nullable RmsNorm headNorm(String module) {
    return config.family().normsQueriesAndKeys() ? parts.norm(module) : null;
  }

  private GatedMlp mlp(String prefix) {
    return new GatedMlp(
        config.family().fused()
            ? new GatedMlp.Fused(parts.projection(prefix + "gate_up_proj"))
            : new GatedMlp.Apart(
                parts.projection(prefix + "gate_proj"), parts.projection(prefix + "up_proj")),
        parts.projection(prefix + "down_proj"),
        config.family().activation());
  }

  private DecoderLayer.Norms norms(String prefix) {
    RmsNorm first = parts.norm(prefix + "input_layernorm");
    RmsNorm second = parts.norm(prefix + "post_attention_layernorm");
    return config.family().isGemma()
        ? new DecoderLayer.Norms(
            first,
            second,
            parts.norm(prefix + "pre_feedforward_layernorm"),
            parts.norm(prefix + "post_feedforward_layernorm"))
        : new DecoderLayer.Norms(first, null, second, null);
  }
}
