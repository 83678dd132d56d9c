package tunebench.bench;

import ai.djl.ndarray.NDArray;
import org.jspecify.annotations.Nullable;
import tunebench.nn.Code;
import tunebench.nn.Emit;
import tunebench.nn.Projection;
import tunebench.quant.Block4;
import tunebench.quant.Block4Projection;
import tunebench.quant.CodeBook;
import tunebench.quant.Int8Projection;
import tunebench.tensor.Dtype;
import tunebench.tensor.Scope;

/**
 * A quantized weight that each product makes dense the obvious way: codes are unpacked, looked up
 * and scaled, each by one operator in float32; the result is cast and multiplied. What the engine's
 * own way is measured against.
 *
 * @param packed a {@link Block4Projection} or an {@link Int8Projection}
 * @param levels [16] float32: the values of 4-bit codes
 * @param compute dtype of inputs, product and outputs
 */
record NaiveProjection(Projection packed, NDArray levels, Dtype compute) implements Projection {
  private static final double MOST = 127;

  /**
   * Wraps what is quantized; anything else stays as it is.
   *
   * @param scope owns the table of levels
   */
  static Projection of(Scope scope, Projection projection, Dtype compute) {
    return switch (projection) {
      case Block4Projection p ->
          new NaiveProjection(p, scope.floats(p.weight().tables().book().levels(), 16), compute);
      case Int8Projection p -> new NaiveProjection(p, p.scales(), compute);
      default -> projection;
    };
  }

  @Override
  public int inFeatures() {
    return packed.inFeatures();
  }

  @Override
  public int outFeatures() {
    return packed.outFeatures();
  }

  @Override
  public @Nullable NDArray bias() {
    return packed.bias();
  }

  @Override
  public String emit(Code code, String x) {
    return code.let(
        "torch.linear(%s, %s, %s)".formatted(x, emitWeight(code), Emit.optional(code, bias())));
  }

  @Override
  public String emitWeight(Code code) {
    String dense =
        switch (packed) {
          case Block4Projection p -> blocks(code, p.weight());
          case Int8Projection p -> bytes(code, p);
          default -> throw new IllegalStateException("not quantized: " + packed.getClass());
        };
    return code.let(Emit.cast(dense, compute));
  }

  private static String bytes(Code code, Int8Projection p) {
    String wide = code.let(Emit.cast(code.frozen(p.codes()), Dtype.FLOAT32));
    return code.let(
        "torch.mul(%s, torch.unsqueeze(torch.div(%s, %s), 1))"
            .formatted(wide, code.frozen(p.scales()), MOST));
  }

  private String blocks(Code code, Block4 weight) {
    String bytes = code.let(Emit.cast(code.frozen(weight.codes()), Dtype.INT32));
    String first = code.let("torch.bitwise_right_shift(%s, 4)".formatted(bytes));
    String second = code.let("torch.bitwise_and(%s, 15)".formatted(bytes));
    String codes =
        code.let("torch.reshape(torch.stack([%s, %s], 1), [-1])".formatted(first, second));
    String values = code.let("torch.index_select(%s, 0, %s)".formatted(code.frozen(levels), codes));
    return code.let(
        "torch.view(torch.mul(torch.view(%s, [-1, %d]), torch.reshape(%s, [-1, 1])), [%d, %d])"
            .formatted(
                values, CodeBook.BLOCK, scales(code, weight), weight.rows(), weight.columns()));
  }

  private static String scales(Code code, Block4 weight) {
    Block4.Nested nested = weight.nested();
    if (nested == null) {
      return code.frozen(weight.scales());
    }
    String first =
        code.let(
            "torch.index_select(%s, 0, %s)"
                .formatted(
                    code.frozen(weight.tables().nestedCode()),
                    Emit.cast(code.frozen(weight.scales()), Dtype.INT32)));
    String spread =
        code.let(
            "torch.slice(torch.repeat_interleave(%s, %d), 0, 0, %d, 1)"
                .formatted(
                    code.frozen(nested.scales()), CodeBook.NESTED_BLOCK, weight.scales().size()));
    return code.let(
        "torch.add(torch.mul(%s, %s), %s)".formatted(first, spread, code.frozen(nested.offset())));
  }
}
