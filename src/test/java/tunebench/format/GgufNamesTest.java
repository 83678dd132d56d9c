package tunebench.format;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class GgufNamesTest {
  @ParameterizedTest
  @CsvSource({
    "LLAMA, token_embd.weight, model.embed_tokens.weight",
    "LLAMA, output_norm.weight, model.norm.weight",
    "LLAMA, output.weight, lm_head.weight",
    "LLAMA, blk.31.attn_norm.weight, model.layers.31.input_layernorm.weight",
    "LLAMA, blk.0.attn_output.weight, model.layers.0.self_attn.o_proj.weight",
    "LLAMA, blk.0.ffn_norm.weight, model.layers.0.post_attention_layernorm.weight",
    "LLAMA, blk.0.ffn_up.weight, model.layers.0.mlp.up_proj.weight",
    "QWEN2, blk.2.attn_q.bias, model.layers.2.self_attn.q_proj.bias",
    "QWEN3, blk.2.attn_k_norm.weight, model.layers.2.self_attn.k_norm.weight",
    "PHI3, blk.1.attn_qkv.weight, model.layers.1.self_attn.qkv_proj.weight",
    "PHI3, blk.1.ffn_up.weight, model.layers.1.mlp.gate_up_proj.weight",
    "GEMMA2, blk.0.ffn_norm.weight, model.layers.0.pre_feedforward_layernorm.weight",
    "GEMMA2, blk.0.post_ffw_norm.weight, model.layers.0.post_feedforward_layernorm.weight",
    "GEMMA3, blk.0.post_attention_norm.weight, model.layers.0.post_attention_layernorm.weight"
  })
  void aTensorIsCalledOneThingInEachWorld(GgufFamily family, String gguf, String hub) {
    assertThat(GgufNames.of(family).toHub(gguf)).contains(hub);
    assertThat(GgufNames.of(family).toGguf(hub)).contains(gguf);
  }

  @ParameterizedTest
  @EnumSource
  void strangersHaveNoName(GgufFamily family) {
    GgufNames names = GgufNames.of(family);
    assertThat(names.toHub("blk.0.ffn_gate_exps.weight")).isEmpty();
    assertThat(names.toHub("blk.x.attn_q.weight")).isEmpty();
    assertThat(names.toHub("blk.99999999999999.attn_q.weight")).isEmpty();
    assertThat(names.toGguf("model.layers.0.mlp.experts.0.up_proj.weight")).isEmpty();
  }

  @Test
  void onlyPhiHasFusedNames() {
    assertThat(GgufNames.of(GgufFamily.LLAMA).toHub("blk.0.attn_qkv.weight")).isEmpty();
  }
}
