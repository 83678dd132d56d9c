package tunebench.fused;

import ai.djl.ndarray.NDArray;
import tunebench.llama.LanguageModel;
import tunebench.llama.Parts;
import tunebench.nn.RmsNorm;
import tunebench.tensor.Dtype;
import tunebench.tensor.Scope;
import tunebench.tensor.Tensors;

/**
 * The parts of a decoder layer whose projections are in 8 bits.
 *
 * @param attention queries, keys and values
 * @param output of attention
 * @param feed gate and up
 * @param down of the feed-forward block
 * @param beforeAttention weight of that norm
 * @param beforeFeed likewise
 * @param eps of both
 */
@SuppressWarnings("ArrayRecordComponent")
record ByteLayer(
    ByteGroup attention,
    ByteGroup output,
    ByteGroup feed,
    ByteGroup down,
    float[] beforeAttention,
    float[] beforeFeed,
    double eps) {

  /**
   * One of a model's layers.
   *
   * @param scope owns what is made for it
   * @param hold as in {@link ByteGroup#of}
   */
  static ByteLayer of(Scope scope, LanguageModel model, int index, boolean hold) {
    Parts parts = model.parts();
    String prefix = "model.layers." + index + ".";
    String mixing = prefix + "self_attn.";
    String feeding = prefix + "mlp.";
    RmsNorm first = parts.norm(prefix + "input_layernorm");
    RmsNorm second = parts.norm(prefix + "post_attention_layernorm");
    return new ByteLayer(
        ByteGroup.of(scope, parts, hold, mixing, "q_proj", "k_proj", "v_proj"),
        ByteGroup.of(scope, parts, hold, mixing, "o_proj"),
        ByteGroup.of(scope, parts, hold, feeding, "gate_proj", "up_proj"),
        ByteGroup.of(scope, parts, hold, feeding, "down_proj"),
        floats(scope, first.weight()),
        floats(scope, second.weight()),
        first.eps());
  }

  private static float[] floats(Scope scope, NDArray weight) {
    try (Scope step = scope.child()) {
      return Tensors.cast(step, weight, Dtype.FLOAT32).toFloatArray();
    }
  }
}
