package tunebench.lora;

import ai.djl.ndarray.NDArray;
import tunebench.nn.Code;
import tunebench.nn.Emit;
import tunebench.nn.Projection;
import tunebench.tensor.Dtype;

/**
 * A projection whose update keeps direction and magnitude apart (DoRA, Liu et al. 2024): y = m /
 * |V| * V x + bias with V = W + scaling * B A, where |V| is the length of each of V's rows. As in
 * section 4.3 of the paper, |V| counts as a constant for the gradient. A quantized W is dequantized
 * for it.
 *
 * @param update with magnitudes m
 * @param dropout share of x's numbers that are dropped in training, for W x and B A x alike
 */
record DoraProjection(Projection base, Adapter.Update update, double dropout)
    implements AdaptedProjection {

  @Override
  public String emitOnto(Code code, String x, String y) {
    String input = LoraProjection.emitInput(code, x, dropout);
    String weight = code.let(Emit.cast(base.emitWeight(code), Dtype.FLOAT32));
    String factor = code.let("torch.reshape(%s, [-1])".formatted(emitFactor(code, weight)));
    String wide = code.let(Emit.cast(y, Dtype.FLOAT32));
    String plain =
        LoraProjection.drops(code, dropout)
            ? code.let("torch.linear(%s, %s, None)".formatted(input, weight))
            : withoutBias(code, wide);
    String change = LoraProjection.emitChange(code, update, input);
    // y + (factor - 1) W x + factor * scaling * B A x, in the reference's order of rounding.
    return code.let(
        "torch.type_as(torch.add(%s, torch.add(torch.mul(torch.sub(%s, 1), %s), torch.mul(torch.mul(%s, %s), %s))), %s)"
            .formatted(wide, factor, plain, factor, change, Emit.number(update.scaling()), y));
  }

  private String withoutBias(Code code, String y) {
    NDArray bias = base.bias();
    return bias == null ? y : code.let("torch.sub(%s, %s)".formatted(y, code.frozen(bias)));
  }

  @Override
  public String emitWeight(Code code) {
    String dense = base.emitWeight(code);
    String wide = code.let(Emit.cast(dense, Dtype.FLOAT32));
    String factor = emitFactor(code, wide);
    String sum =
        code.let(
            "torch.add(%s, %s)".formatted(wide, LoraProjection.emitScaledProduct(code, update)));
    return code.let("torch.type_as(torch.mul(%s, %s), %s)".formatted(factor, sum, dense));
  }

  /** Emits m / |V|, [out, 1]. */
  private String emitFactor(Code code, String weight) {
    return code.let(
        "torch.div(%s, %s)"
            .formatted(code.trainable(update.column()), emitNorm(code, weight, update)));
  }

  /** Emits |V| of W [out, in] float32 with its update; [out, 1], without gradient. */
  static String emitNorm(Code code, String weight, Adapter.Update update) {
    String v =
        code.let(
            "torch.detach(torch.add(%s, %s))"
                .formatted(weight, LoraProjection.emitScaledProduct(code, update)));
    return code.let("torch.linalg_vector_norm(%s, 2, [1], True, dtype=None)".formatted(v));
  }
}
