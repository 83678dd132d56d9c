package tunebench.lora;

import ai.djl.ndarray.NDArray;
import tunebench.nn.Code;
import tunebench.nn.Emit;
import tunebench.nn.Projection;
import tunebench.tensor.Dtype;

/**
 * A projection with a low-rank update beside it (Hu et al. 2021): y = base(x) + scaling * B A
 * dropout(x).
 *
 * @param a [rank, in] float32
 * @param b [out, rank] float32
 * @param scaling alpha / rank, or alpha / sqrt(rank) for rank-stabilised adapters
 * @param dropout share of x's numbers that are dropped in training
 */
public record LoraProjection(Projection base, NDArray a, NDArray b, double scaling, double dropout)
    implements Projection {
  @Override
  public int inFeatures() {
    return base.inFeatures();
  }

  @Override
  public int outFeatures() {
    return base.outFeatures();
  }

  @Override
  public String emit(Code code, String x) {
    String y = base.emit(code, x);
    String down = code.trainable(a);
    String up = code.trainable(b);
    String input = code.let(Emit.cast(x, Dtype.FLOAT32));
    if (code.training() && dropout > 0) {
      input = code.let("torch.dropout(%s, %s, True)".formatted(input, Emit.number(dropout)));
    }
    String update =
        code.let("torch.linear(torch.linear(%s, %s, None), %s, None)".formatted(input, down, up));
    return code.let(
        "torch.add(%s, torch.type_as(torch.mul(%s, %s), %s))"
            .formatted(y, update, Emit.number(scaling), y));
  }

  @Override
  public String emitWeight(Code code) {
    String dense = base.emitWeight(code);
    String update =
        code.let("torch.matmul(%s, %s)".formatted(code.trainable(b), code.trainable(a)));
    return code.let(
        "torch.add(%s, torch.type_as(torch.mul(%s, %s), %s))"
            .formatted(dense, update, Emit.number(scaling), dense));
  }
}
