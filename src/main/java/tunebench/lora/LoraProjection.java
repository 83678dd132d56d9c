package tunebench.lora;

import tunebench.nn.Code;
import tunebench.nn.Emit;
import tunebench.nn.Projection;
import tunebench.tensor.Dtype;

/**
 * A projection with a low-rank update beside it (Hu et al. 2021): y = base(x) + scaling * B A
 * dropout(x).
 *
 * @param dropout share of x's numbers that are dropped in training
 */
public record LoraProjection(Projection base, Adapter.Update update, double dropout)
    implements AdaptedProjection {

  @Override
  public String emitOnto(Code code, String x, String y) {
    String change = emitChange(code, update, emitInput(code, x, dropout));
    return code.let(
        "torch.add(%s, torch.type_as(torch.mul(%s, %s), %s))"
            .formatted(y, change, Emit.number(update.scaling()), y));
  }

  @Override
  public String emitWeight(Code code) {
    String dense = base.emitWeight(code);
    return code.let(
        "torch.add(%s, torch.type_as(%s, %s))"
            .formatted(dense, emitScaledProduct(code, update), dense));
  }

  /** Emits x in float32, and some of it dropped while training. */
  static String emitInput(Code code, String x, double dropout) {
    String input = code.let(Emit.cast(x, Dtype.FLOAT32));
    return drops(code, dropout)
        ? code.let("torch.dropout(%s, %s, True)".formatted(input, Emit.number(dropout)))
        : input;
  }

  static boolean drops(Code code, double dropout) {
    return code.training() && dropout > 0;
  }

  /** Emits B A x, not yet scaled. */
  static String emitChange(Code code, Adapter.Update update, String input) {
    return code.let(
        "torch.linear(torch.linear(%s, %s, None), %s, None)"
            .formatted(input, code.trainable(update.a()), code.trainable(update.b())));
  }

  /** Emits scaling * B A, [out, in] float32. */
  static String emitScaledProduct(Code code, Adapter.Update update) {
    return code.let(
        "torch.mul(torch.matmul(%s, %s), %s)"
            .formatted(
                code.trainable(update.b()),
                code.trainable(update.a()),
                Emit.number(update.scaling())));
  }
}
