package tunebench.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tunebench.BadInputException;

class GgufModelTest {
  @TempDir private Path folder;

  @Test
  void aLlamaIsSaidInTheWordsOfTheHub() {
    JsonNode config =
        config(GgufFamily.LLAMA, Optional.of(new GgufRope.Scaling.Llama3(8, 1, 4, 8192)));
    assertThat(config.path("architectures").path(0).asString()).isEqualTo("LlamaForCausalLM");
    assertThat(config.path("hidden_size").asInt()).isEqualTo(64);
    assertThat(config.path("num_key_value_heads").asInt()).isEqualTo(2);
    assertThat(config.path("rms_norm_eps").asDouble()).isEqualTo(1e-5);
    assertThat(config.path("rope_theta").asDouble()).isEqualTo(500_000);
    assertThat(config.path("rope_scaling").path("rope_type").asString()).isEqualTo("llama3");
    assertThat(config.path("rope_scaling").path("factor").asDouble()).isEqualTo(8);
    assertThat(config.path("tie_word_embeddings").asBoolean()).isFalse();
    assertThat(config.has("sliding_window")).isFalse();
  }

  @Test
  void gemmaKeepsItsWindowsAndCaps() {
    JsonNode gemma2 = config(GgufFamily.GEMMA2, Optional.empty());
    assertThat(gemma2.path("attn_logit_softcapping").asDouble()).isEqualTo(50);
    assertThat(gemma2.path("final_logit_softcapping").asDouble()).isEqualTo(30);
    assertThat(gemma2.path("query_pre_attn_scalar").asInt()).isEqualTo(32);
    assertThat(gemma2.path("sliding_window").asInt()).isEqualTo(8);
    JsonNode gemma3 = config(GgufFamily.GEMMA3, Optional.of(new GgufRope.Scaling.Linear(8)));
    assertThat(gemma3.path("sliding_window_pattern").asInt()).isEqualTo(6);
    assertThat(gemma3.path("rope_local_base_freq").asDouble()).isEqualTo(10_000);
    assertThat(gemma3.path("rope_scaling").path("rope_type").asString()).isEqualTo("linear");
    assertThat(gemma3.path("tie_word_embeddings").asBoolean()).isTrue();
  }

  /** Divisors of Meta's Llama-3.1-8B: base 500000, heads of 128, factor 8. */
  @Test
  void llama3DivisorsLeaveShortWavesAndStretchLongOnes() {
    double[] divisors = new GgufRope.Scaling.Llama3(8, 1, 4, 8192).divisors(500_000, 128);
    assertThat(divisors).hasSize(64);
    assertThat(divisors[0]).isEqualTo(1);
    assertThat(divisors[28]).isEqualTo(1);
    assertThat(divisors[29]).isGreaterThan(1);
    assertThat(divisors[34]).isLessThan(8);
    assertThat(divisors[35]).isEqualTo(8);
    assertThat(divisors[63]).isEqualTo(8);
  }

  @Test
  void whatIsMissingOrUnknownIsNamed() {
    refused(Map.of("general.architecture", "mamba"), "architecture is \"mamba\"");
    refused(Map.of(), "lacks \"general.architecture\"");
    Map<String, Object> keys = keys();
    keys.remove("llama.block_count");
    refused(keys, "lacks \"llama.block_count\"");
    refused(
        with("llama.attention.head_count", List.of(4, 4)), "head_count\" is not a whole number");
    refused(with("llama.attention.head_count_kv", 3), "cannot be");
    refused(with("llama.embedding_length", 65), "not one row of 65");
    refused(with("llama.rope.scaling.type", "ntk"), "not none, linear or yarn");
    refused(with("llama.rope.dimension_count", 17), "even and within a head");
    refused(with("split.count", 3), "one of several parts");
    refused(with("llama.context_length", 0), "from 1 to");
  }

  private void refused(Map<String, Object> metadata, String sentence) {
    assertThatThrownBy(() -> read(metadata))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("m.gguf")
        .hasMessageContaining(sentence);
  }

  private GgufModel read(Map<String, Object> metadata) throws Exception {
    Path path = folder.resolve("m.gguf");
    var specs = List.of(GgufSpec.of("token_embd.weight", GgufType.F16, 2, 64));
    try (GgufWriter writer = GgufWriter.create(path, metadata, specs)) {
      writer.write("token_embd.weight", new float[128]);
      writer.finish();
    }
    try (GgufFile file = GgufFile.open(path)) {
      return GgufModel.of(file);
    }
  }

  private static Map<String, Object> with(String key, Object value) {
    Map<String, Object> keys = keys();
    keys.put(key, value);
    return keys;
  }

  private static Map<String, Object> keys() {
    return new LinkedHashMap<>(
        GgufModelKeys.of(GgufModels.tiny(GgufFamily.LLAMA, Optional.empty())));
  }

  private static JsonNode config(GgufFamily family, Optional<GgufRope.Scaling> scaling) {
    return JsonMapper.shared().readTree(GgufConfig.json(GgufModels.tiny(family, scaling)));
  }
}
