package tunebench.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tunebench.BadInputException;
import tunebench.tensor.Dtype;

class BnbConfigTest {
  /** What transformers 5.18 prints for load_in_4bit, nf4, double quantization, bfloat16. */
  private static final String FOUR =
      """
      {"_load_in_4bit": true, "_load_in_8bit": false, "bnb_4bit_compute_dtype": "bfloat16",
       "bnb_4bit_quant_storage": "uint8", "bnb_4bit_quant_type": "nf4",
       "bnb_4bit_use_double_quant": true, "llm_int8_enable_fp32_cpu_offload": false,
       "llm_int8_has_fp16_weight": false, "llm_int8_skip_modules": null,
       "llm_int8_threshold": 6.0, "load_in_4bit": true, "load_in_8bit": false,
       "quant_method": "bitsandbytes"}
      """;

  /** The same for load_in_8bit alone. */
  private static final String EIGHT =
      """
      {"_load_in_4bit": false, "_load_in_8bit": true, "bnb_4bit_compute_dtype": "float32",
       "bnb_4bit_quant_storage": "uint8", "bnb_4bit_quant_type": "fp4",
       "bnb_4bit_use_double_quant": false, "llm_int8_enable_fp32_cpu_offload": false,
       "llm_int8_has_fp16_weight": false, "llm_int8_skip_modules": null,
       "llm_int8_threshold": 6.0, "load_in_4bit": false, "load_in_8bit": true,
       "quant_method": "bitsandbytes"}
      """;

  @Test
  void theFieldIsWrittenAsTransformersWritesIt() {
    assertThat(written(Quantization.NF4_DOUBLE)).isEqualTo(JsonMapper.shared().readTree(FOUR));
    assertThat(written(Quantization.INT8)).isEqualTo(JsonMapper.shared().readTree(EIGHT));
  }

  @Test
  void whatTransformersWritesIsRead() {
    BnbConfig four = read(FOUR);
    assertThat(four.kind()).isEqualTo(Quantization.NF4_DOUBLE);
    assertThat(four.compute()).isEqualTo(Dtype.BFLOAT16);
    assertThat(four.threshold()).isEqualTo(6);
    assertThat(read(EIGHT).kind()).isEqualTo(Quantization.INT8);
    BnbConfig other =
        read(
            FOUR.replace("null", "[\"lm_head\",\"model.layers.1\"]")
                .replace("nf4", "fp4")
                .replace("6.0", "0")
                .replace("bfloat16", "float16")
                .replace("double_quant\": true", "double_quant\": false"));
    assertThat(other)
        .isEqualTo(
            new BnbConfig(
                Quantization.FP4, Dtype.FLOAT16, List.of("lm_head", "model.layers.1"), 0));
    assertThat(BnbConfig.of("x", JsonMapper.shared().readTree("{}"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "lm_head, lm_head, true",
    "lm_head, model.layers.0.mlp.up_proj, false",
    "q_proj, model.layers.0.self_attn.q_proj, true",
    "model.layers.1, model.layers.1.mlp.up_proj, true",
    "model.layers.1, model.layers.0.mlp.up_proj, false",
    "model.layers.*.mlp, model.layers.7.mlp.up_proj, true",
    "(a+)+$, model.layers.7.mlp.up_proj, false"
  })
  void modulesAreSkippedByBeginningEndAndStar(String skipped, String module, boolean skips) {
    BnbConfig config = new BnbConfig(Quantization.NF4, Dtype.FLOAT32, List.of(skipped), 6);
    assertThat(config.skips(module)).isEqualTo(skips);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {'quant_method':'gptq','bits':4}                    | quantized by "gptq"
          {'quant_method':'bitsandbytes'}                     | 4-bit or 8-bit
          {'load_in_4bit':true,'load_in_8bit':true}           | 4-bit or 8-bit
          {'load_in_4bit':true,'bnb_4bit_quant_type':'int4'}  | bnb_4bit_quant_type
          {'load_in_4bit':true,'bnb_4bit_compute_dtype':'x'}  | bnb_4bit_compute_dtype
          {'load_in_8bit':true,'llm_int8_has_fp16_weight':true}| llm_int8_has_fp16_weight
          """)
  void otherQuantizationsAreRefusedByName(String json, String sentence) {
    assertThatThrownBy(() -> read(json.replace('\'', '"')))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(sentence);
  }

  private static BnbConfig read(String json) {
    JsonNode config = JsonMapper.shared().readTree("{\"quantization_config\":" + json + "}");
    return BnbConfig.of("config.json", config).orElseThrow();
  }

  private static JsonNode written(Quantization kind) {
    ObjectNode config = JsonMapper.shared().createObjectNode();
    BnbConfig.of(kind).put(config);
    return config.path("quantization_config");
  }
}
