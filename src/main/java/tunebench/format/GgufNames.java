package tunebench.format;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of a decoder's tensors in GGUF and on the Hugging Face Hub: {@code blk.3.attn_q.weight}
 * is {@code model.layers.3.self_attn.q_proj.weight} (gguf-py's tensor_mapping.py in <a
 * href="https://github.com/ggml-org/llama.cpp">llama.cpp</a>).
 */
public final class GgufNames {
  private static final Pattern GGUF_LAYER = Pattern.compile("blk\\.(\\d{1,6})\\.(.+)");
  private static final Pattern HUB_LAYER = Pattern.compile("model\\.layers\\.(\\d{1,6})\\.(.+)");

  private static final Map<String, String> WHOLE =
      Map.of(
          "token_embd.weight", "model.embed_tokens.weight",
          "output_norm.weight", "model.norm.weight",
          "output.weight", "lm_head.weight");

  private final Map<String, String> layer = new LinkedHashMap<>();

  private GgufNames() {}

  /** The names as the family has them. */
  public static GgufNames of(GgufFamily family) {
    GgufNames names = new GgufNames();
    names.put("attn_norm", "input_layernorm");
    names.put("attn_q", "self_attn.q_proj");
    names.put("attn_k", "self_attn.k_proj");
    names.put("attn_v", "self_attn.v_proj");
    names.put("attn_output", "self_attn.o_proj");
    names.put("attn_q_norm", "self_attn.q_norm");
    names.put("attn_k_norm", "self_attn.k_norm");
    names.put("ffn_gate", "mlp.gate_proj");
    names.put("ffn_down", "mlp.down_proj");
    if (family == GgufFamily.PHI3) {
      names.put("attn_qkv", "self_attn.qkv_proj");
      names.put("ffn_up", "mlp.gate_up_proj");
    } else {
      names.put("ffn_up", "mlp.up_proj");
    }
    if (family.isGemma()) {
      names.put("post_attention_norm", "post_attention_layernorm");
      names.put("ffn_norm", "pre_feedforward_layernorm");
      names.put("post_ffw_norm", "post_feedforward_layernorm");
    } else {
      names.put("ffn_norm", "post_attention_layernorm");
    }
    return names;
  }

  private void put(String gguf, String hub) {
    layer.put(gguf + ".weight", hub + ".weight");
    layer.put(gguf + ".bias", hub + ".bias");
  }

  /** The Hub's name of a tensor; empty if a decoder of the family has no such tensor. */
  public Optional<String> toHub(String gguf) {
    Matcher inLayer = GGUF_LAYER.matcher(gguf);
    if (!inLayer.matches()) {
      return Optional.ofNullable(WHOLE.get(gguf));
    }
    return Optional.ofNullable(layer.get(inLayer.group(2)))
        .map(rest -> "model.layers." + inLayer.group(1) + "." + rest);
  }

  /** GGUF's name of a tensor; empty if a decoder of the family has no such tensor. */
  public Optional<String> toGguf(String hub) {
    Matcher inLayer = HUB_LAYER.matcher(hub);
    if (!inLayer.matches()) {
      return key(WHOLE, hub);
    }
    return key(layer, inLayer.group(2)).map(rest -> "blk." + inLayer.group(1) + "." + rest);
  }

  private static Optional<String> key(Map<String, String> map, String value) {
    return map.entrySet().stream()
        .filter(e -> e.getValue().equals(value))
        .map(Map.Entry::getKey)
        .findFirst();
  }
}
