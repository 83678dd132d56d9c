package tunebench.nn;

import tunebench.tensor.Dtype;

/**
 * The gated feed-forward block (Shazeer 2020): down(act(gate(x)) * up(x)).
 *
 * @param gateUp the two first maps, apart or fused
 * @param down [ffn -> hidden]
 * @param activation SiLU gives SwiGLU, the tanh form of GELU gives GeGLU
 */
public record GatedMlp(Pair gateUp, Projection down, Activation activation) {
  /** The functions that gate. */
  public enum Activation {
    SILU("torch.silu%s(%s)"),
    GELU_TANH("torch.gelu%s(%s, approximate=\"tanh\")");

    private final String text;

    Activation(String text) {
      this.text = text;
    }

    private String of(String x, String inPlace) {
      return text.formatted(inPlace, x);
    }
  }

  /** Two maps of the same x. */
  public sealed interface Pair {
    /** Emits both; returns the names of gate and up. */
    String[] emit(Code code, String x);

    /** Whether both multiply in {@code dtype} and can leave their outputs in it. */
    boolean multipliesIn(Dtype dtype);

    /** The same with outputs in the dtype of the product. */
    String[] emitProducts(Code code, String x);
  }

  /** Two weights. */
  public record Apart(Projection gate, Projection up) implements Pair {
    @Override
    public String[] emit(Code code, String x) {
      return new String[] {gate.emit(code, x), up.emit(code, x)};
    }

    @Override
    public boolean multipliesIn(Dtype dtype) {
      return gate.product() == dtype && up.product() == dtype;
    }

    @Override
    public String[] emitProducts(Code code, String x) {
      return new String[] {gate.emitProduct(code, x), up.emitProduct(code, x)};
    }
  }

  /** One weight whose output's first half is the gate (Phi-3). */
  public record Fused(Projection gateUp) implements Pair {
    @Override
    public String[] emit(Code code, String x) {
      return halves(code, gateUp.emit(code, x));
    }

    @Override
    public boolean multipliesIn(Dtype dtype) {
      return gateUp.product() == dtype;
    }

    @Override
    public String[] emitProducts(Code code, String x) {
      return halves(code, gateUp.emitProduct(code, x));
    }

    private String[] halves(Code code, String both) {
      int half = gateUp.outFeatures() / 2;
      return new String[] {
        code.let("torch.slice(%s, -1, 0, %d, 1)".formatted(both, half)),
        code.let("torch.slice(%s, -1, %d, %d, 1)".formatted(both, half, 2 * half))
      };
    }
  }

  /** Emits the block for {@code x} [b, s, hidden]. */
  public String emit(Code code, String x) {
    Dtype product = down.product();
    boolean narrow = !code.training() && product != null && gateUp.multipliesIn(product);
    String[] maps = narrow ? gateUp.emitProducts(code, x) : gateUp.emit(code, x);
    // Where nothing is kept for a backward pass, the maps' own memory serves.
    String inPlace = code.training() ? "" : "_";
    String gated =
        code.let(
            "torch.mul%s(%s, %s)".formatted(inPlace, activation.of(maps[0], inPlace), maps[1]));
    return down.emit(code, gated);
  }
}
