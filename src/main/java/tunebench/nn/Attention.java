package tunebench.nn;

import org.jspecify.annotations.Nullable;
import tunebench.tensor.Dtype;

/**
 * Causal self-attention with grouped key and value heads (Ainslie et al. 2023).
 *
 * @param shape numbers of heads and their size
 * @param qkv the three input maps, apart or fused
 * @param output [heads * headDim -> hidden]
 * @param queryNorm RMSNorm over each head of the queries, or null
 * @param keyNorm likewise of the keys
 * @param scale the scores' factor, usually 1 / sqrt(headDim)
 * @param softCap scores become cap * tanh(score / cap) where cap > 0 (Gemma 2)
 */
public record Attention(
    Shape shape,
    Inputs qkv,
    Projection output,
    @Nullable RmsNorm queryNorm,
    @Nullable RmsNorm keyNorm,
    double scale,
    double softCap) {

  /**
   * Heads of queries, heads of keys and values, size of one head, and how much of it turns with the
   * position.
   */
  public record Shape(int heads, int keyValueHeads, int headDim, int rotaryDim) {}

  /** How far a query sees, and whether keys and values are kept for later tokens. */
  public enum Mode {
    /** Each token sees itself and those before it; no mask is given. Inputs: x, cos, sin. */
    CAUSAL,
    /** A mask says who sees whom. Inputs: x, cos, sin, mask [b or 1, 1, s, s] bool. */
    MASKED,
    /**
     * Keys and values of earlier tokens are given. Inputs: x, cos, sin, mask [.., s, past + s],
     * past k, past v.
     */
    CACHED
  }

  /** Names of y [b, s, hidden] and of all keys and values [b, kv, past + s, d]. */
  public record Result(String y, String keys, String values) {}

  /** The three maps of one x. */
  public sealed interface Inputs {
    /** Emits queries, keys, values, each [b, s, heads * d]. */
    String[] emit(Code code, String x);

    /** Whether all three multiply in {@code dtype} and can leave their outputs in it. */
    boolean multipliesIn(Dtype dtype);

    /** The same with outputs in the dtype of the product. */
    String[] emitProducts(Code code, String x);
  }

  /** Three weights. */
  public record Apart(Projection query, Projection key, Projection value) implements Inputs {
    @Override
    public String[] emit(Code code, String x) {
      return new String[] {query.emit(code, x), key.emit(code, x), value.emit(code, x)};
    }

    @Override
    public boolean multipliesIn(Dtype dtype) {
      return query.product() == dtype && key.product() == dtype && value.product() == dtype;
    }

    @Override
    public String[] emitProducts(Code code, String x) {
      return new String[] {
        query.emitProduct(code, x), key.emitProduct(code, x), value.emitProduct(code, x)
      };
    }
  }

  /** One weight whose output holds queries, keys, values one after the other (Phi-3). */
  public record Fused(Projection qkv, Shape shape) implements Inputs {
    @Override
    public String[] emit(Code code, String x) {
      return parts(code, qkv.emit(code, x));
    }

    @Override
    public boolean multipliesIn(Dtype dtype) {
      return qkv.product() == dtype;
    }

    @Override
    public String[] emitProducts(Code code, String x) {
      return parts(code, qkv.emitProduct(code, x));
    }

    private String[] parts(Code code, String all) {
      int q = shape.heads * shape.headDim;
      int kv = shape.keyValueHeads * shape.headDim;
      return new String[] {
        code.let("torch.slice(%s, -1, 0, %d, 1)".formatted(all, q)),
        code.let("torch.slice(%s, -1, %d, %d, 1)".formatted(all, q, q + kv)),
        code.let("torch.slice(%s, -1, %d, %d, 1)".formatted(all, q + kv, q + 2 * kv))
      };
    }
  }

  /** Emits the block for {@code x} [b, s, hidden], which is the normed input 0 of the layer. */
  public Result emit(Code code, String x, Mode mode) {
    // Without a backward pass all of attention stays in the dtype in which its maps are multiplied.
    Dtype product =
        code.training() || queryNorm != null || keyNorm != null ? null : output.product();
    boolean narrow = product != null && qkv.multipliesIn(product);
    String[] maps = narrow ? qkv.emitProducts(code, x) : qkv.emit(code, x);
    String b = code.let("torch.size(%s, 0)".formatted(x));
    String s = code.let("torch.size(%s, 1)".formatted(x));
    String cos = given(code, 1, narrow ? product : null);
    String sin = given(code, 2, narrow ? product : null);
    String q = heads(code, maps[0], b, s, shape.heads, queryNorm);
    String k = heads(code, maps[1], b, s, shape.keyValueHeads, keyNorm);
    String v = heads(code, maps[2], b, s, shape.keyValueHeads, null);
    q = RotaryEmbedding.emit(code, q, cos, sin, shape.rotaryDim, shape.headDim);
    k = RotaryEmbedding.emit(code, k, cos, sin, shape.rotaryDim, shape.headDim);
    if (mode == Mode.CACHED) {
      k =
          code.let(
              "torch.cat([torch.expand(%s, [%s, -1, -1, -1]), %s], 2)"
                  .formatted(given(code, 4, narrow ? product : null), b, k));
      v =
          code.let(
              "torch.cat([torch.expand(%s, [%s, -1, -1, -1]), %s], 2)"
                  .formatted(given(code, 5, narrow ? product : null), b, v));
    }
    String seen = mode == Mode.CAUSAL ? null : code.input(3);
    String mixed = mix(code, q, perQueryHead(code, k), perQueryHead(code, v), seen);
    String merged =
        code.let(
            "torch.reshape(torch.transpose(%s, 1, 2), [%s, %s, %d])"
                .formatted(mixed, b, s, shape.heads * shape.headDim));
    return new Result(output.emit(code, merged), k, v);
  }

  private static String given(Code code, int input, @Nullable Dtype dtype) {
    return dtype == null ? code.input(input) : code.let(Emit.cast(code.input(input), dtype));
  }

  private String heads(Code code, String x, String b, String s, int heads, @Nullable RmsNorm norm) {
    String split =
        code.let("torch.reshape(%s, [%s, %s, %d, %d])".formatted(x, b, s, heads, shape.headDim));
    String normed = norm == null ? split : norm.emit(code, split);
    return code.let("torch.transpose(%s, 1, 2)".formatted(normed));
  }

  private String perQueryHead(Code code, String x) {
    int group = shape.heads / shape.keyValueHeads;
    return group == 1 ? x : code.let("torch.repeat_interleave(%s, %d, 1)".formatted(x, group));
  }

  private String mix(Code code, String q, String k, String v, @Nullable String mask) {
    if (softCap == 0) {
      return code.let(
          "torch.scaled_dot_product_attention(%s, %s, %s, %s, 0.0, %s, scale=%s)"
              .formatted(
                  q,
                  k,
                  v,
                  mask == null ? "None" : mask,
                  mask == null ? "True" : "False",
                  Emit.number(scale)));
    }
    String scores =
        code.let(
            "torch.mul(torch.matmul(%s, torch.transpose(%s, 2, 3)), %s)"
                .formatted(q, k, Emit.number(scale)));
    String cap = Emit.number(softCap);
    String capped =
        code.let("torch.mul(torch.tanh(torch.div(%s, %s)), %s)".formatted(scores, cap, cap));
    String allowed =
        mask == null
            ? code.let("torch.tril(torch.ones_like(%s, dtype=11))".formatted(capped))
            : mask;
    String seen =
        code.let(
            "torch.masked_fill(%s, torch.logical_not(%s), -3.0e38)".formatted(capped, allowed));
    return code.let(
        "torch.matmul(torch.type_as(torch.softmax(%s, -1, 6), %s), %s)".formatted(seen, v, v));
  }
}
