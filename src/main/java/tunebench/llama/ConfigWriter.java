package tunebench.llama;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Writes {@code config.json} of a plain Llama, as transformers reads it. */
public final class ConfigWriter {
  private static final JsonMapper JSON = JsonMapper.shared();

  private ConfigWriter() {}

  /**
   * The file's content.
   *
   * @param maxPositions longest context that the model was trained for
   * @param dtype of the weights, such as {@code bfloat16}
   * @param begin token that begins a text
   * @param end token that ends a text
   */
  public static byte[] llama(
      ModelConfig config, int maxPositions, String dtype, int begin, int end) {
    if (config.family() != Family.LLAMA || config.rope().scaling() != null) {
      throw new IllegalArgumentException(
          "only plain Llama configs are written, not " + config.family());
    }
    ObjectNode json = JSON.createObjectNode();
    json.putArray("architectures").add(Family.LLAMA.architecture());
    json.put("model_type", "llama");
    json.put("attention_bias", false);
    json.put("attention_dropout", 0.0);
    json.put("bos_token_id", begin);
    json.put("eos_token_id", end);
    json.put("head_dim", config.heads().headDim());
    json.put("hidden_act", "silu");
    json.put("hidden_size", config.hiddenSize());
    json.put("intermediate_size", config.intermediateSize());
    json.put("max_position_embeddings", maxPositions);
    json.put("mlp_bias", false);
    json.put("num_attention_heads", config.heads().heads());
    json.put("num_hidden_layers", config.layers());
    json.put("num_key_value_heads", config.heads().keyValueHeads());
    json.put("rms_norm_eps", config.rmsNormEps());
    json.put("rope_theta", config.rope().theta());
    json.put("tie_word_embeddings", config.tied());
    json.put("torch_dtype", dtype);
    json.put("use_cache", true);
    json.put("vocab_size", config.vocabSize());
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(json);
  }
}
