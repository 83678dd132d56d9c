package tunebench.format;

import static java.util.Objects.requireNonNull;

import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Random weights of a model by the Hub's names, in memory. */
final class HubWeights implements TensorSource {
  private final Map<String, TensorInfo> infos = new LinkedHashMap<>();
  private final Map<String, byte[]> bytes = new LinkedHashMap<>();
  private final Random random;
  private final DType dtype;

  private HubWeights(long seed, DType dtype) {
    this.random = new Random(seed);
    this.dtype = dtype;
  }

  static HubWeights of(GgufModel m, DType dtype) {
    HubWeights w = new HubWeights(5, dtype);
    int q = m.heads() * m.headWidth();
    int kv = m.keyValueHeads() * m.headWidth();
    boolean phi = m.family() == GgufFamily.PHI3;
    w.put("model.embed_tokens.weight", m.vocabulary(), m.hidden());
    for (int i = 0; i < m.layers(); i++) {
      String layer = "model.layers." + i + ".";
      w.put(layer + "input_layernorm.weight", m.hidden());
      w.put(layer + "post_attention_layernorm.weight", m.hidden());
      if (phi) {
        w.put(layer + "self_attn.qkv_proj.weight", q + 2 * kv, m.hidden());
        w.put(layer + "mlp.gate_up_proj.weight", 2L * m.feedForward(), m.hidden());
      } else {
        w.put(layer + "self_attn.q_proj.weight", q, m.hidden());
        w.put(layer + "self_attn.k_proj.weight", kv, m.hidden());
        w.put(layer + "self_attn.v_proj.weight", kv, m.hidden());
        w.put(layer + "mlp.gate_proj.weight", m.feedForward(), m.hidden());
        w.put(layer + "mlp.up_proj.weight", m.feedForward(), m.hidden());
      }
      if (m.attentionBias()) {
        w.put(layer + "self_attn.q_proj.bias", q);
        w.put(layer + "self_attn.k_proj.bias", kv);
        w.put(layer + "self_attn.v_proj.bias", kv);
      }
      w.put(layer + "self_attn.o_proj.weight", m.hidden(), q);
      w.put(layer + "mlp.down_proj.weight", m.hidden(), m.feedForward());
    }
    w.put("model.norm.weight", m.hidden());
    if (!m.tied()) {
      w.put("lm_head.weight", m.vocabulary(), m.hidden());
    }
    return w;
  }

  private void put(String name, long... shape) {
    TensorSpec spec = TensorSpec.of(name, dtype, shape);
    infos.put(name, new TensorInfo(name, dtype, spec.shape(), 0, spec.length()));
    float[] values = new float[(int) (spec.length() / dtype.bytes())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    GgufType type = GgufType.valueOf(dtype.name());
    bytes.put(name, GgufBlocks.encode(type, values));
  }

  /** The weights as floats. */
  float[] floats(String name) {
    return GgufBlocks.decode(GgufType.valueOf(dtype.name()), bytes(name));
  }

  @Override
  public Set<String> names() {
    return infos.keySet();
  }

  @Override
  public TensorInfo info(String name) {
    return requireNonNull(infos.get(name));
  }

  @Override
  public MemorySegment bytes(String name) {
    return MemorySegment.ofArray(requireNonNull(bytes.get(name)));
  }

  @Override
  public void close() {}
}
