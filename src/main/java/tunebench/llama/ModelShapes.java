package tunebench.llama;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tunebench.llama.TensorShape.Role;

/**
 * Every tensor that a config implies, in the order of the forward pass: enough to count bytes
 * without any weights.
 */
public final class ModelShapes {
  private final ModelConfig config;
  private final List<TensorShape> shapes = new ArrayList<>();

  private ModelShapes(ModelConfig config) {
    this.config = config;
  }

  /** The tensors of a checkpoint of this config. */
  public static List<TensorShape> of(ModelConfig config) {
    return new ModelShapes(config).all();
  }

  /** The matrices of each decoder layer. */
  public static List<List<TensorShape>> matricesByLayer(ModelConfig config) {
    Map<Integer, List<TensorShape>> layers = new TreeMap<>();
    for (TensorShape tensor : of(config)) {
      if (tensor.role() == Role.LINEAR) {
        int number = Integer.parseInt(tensor.name().split("\\.", -1)[2]);
        layers.computeIfAbsent(number, n -> new ArrayList<>()).add(tensor);
      }
    }
    return List.copyOf(layers.values());
  }

  private List<TensorShape> all() {
    add("model.embed_tokens.weight", Role.EMBEDDING, config.vocabSize(), config.hiddenSize());
    for (int i = 0; i < config.layers(); i++) {
      layer("model.layers." + i + ".");
    }
    add("model.norm.weight", Role.NORM, config.hiddenSize());
    if (!config.tied()) {
      add("lm_head.weight", Role.OUTPUT, config.vocabSize(), config.hiddenSize());
    }
    return List.copyOf(shapes);
  }

  private void layer(String prefix) {
    int hidden = config.hiddenSize();
    int q = config.heads().heads() * config.heads().headDim();
    int kv = config.heads().keyValueHeads() * config.heads().headDim();
    String attention = prefix + "self_attn.";
    norm(prefix + "input_layernorm", hidden);
    if (config.family().fused()) {
      linear(attention + "qkv_proj", q + 2 * kv, hidden, config.biases().queryKeyValue());
    } else {
      linear(attention + "q_proj", q, hidden, config.biases().queryKeyValue());
      linear(attention + "k_proj", kv, hidden, config.biases().queryKeyValue());
      linear(attention + "v_proj", kv, hidden, config.biases().queryKeyValue());
    }
    if (config.family().normsQueriesAndKeys()) {
      norm(attention + "q_norm", config.heads().headDim());
      norm(attention + "k_norm", config.heads().headDim());
    }
    linear(attention + "o_proj", hidden, q, config.biases().output());
    norm(prefix + "post_attention_layernorm", hidden);
    if (config.family().isGemma()) {
      norm(prefix + "pre_feedforward_layernorm", hidden);
      norm(prefix + "post_feedforward_layernorm", hidden);
    }
    mlp(prefix + "mlp.", hidden, config.intermediateSize());
  }

  private void mlp(String prefix, int hidden, int ffn) {
    if (config.family().fused()) {
      linear(prefix + "gate_up_proj", 2 * ffn, hidden, config.biases().mlp());
    } else {
      linear(prefix + "gate_proj", ffn, hidden, config.biases().mlp());
      linear(prefix + "up_proj", ffn, hidden, config.biases().mlp());
    }
    linear(prefix + "down_proj", hidden, ffn, config.biases().mlp());
  }

  private void linear(String module, int out, int in, boolean bias) {
    add(module + ".weight", Role.LINEAR, out, in);
    if (bias) {
      add(module + ".bias", Role.BIAS, out);
    }
  }

  private void norm(String module, int size) {
    add(module + ".weight", Role.NORM, size);
  }

  private void add(String name, Role role, long... dims) {
    shapes.add(new TensorShape(name, Arrays.stream(dims).boxed().toList(), role));
  }
}
