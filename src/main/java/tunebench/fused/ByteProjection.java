package tunebench.fused;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tunebench.lora.LoraProjection;
import tunebench.nn.Projection;
import tunebench.quant.Int8Projection;
import tunebench.tensor.Scope;
import tunebench.tensor.Script;

/**
 * A projection in 8 bits made ready for {@link BytePass}. Its codes are the model's own.
 *
 * @param columns [in, out] int8
 * @param steps [out] float32
 * @param zeros [out] int32, the codes of 0
 * @param bias [out], or null
 * @param threshold of outliers
 * @param adapter beside it, or null
 */
@SuppressWarnings("ArrayRecordComponent")
record ByteProjection(
    NDArray columns,
    NDArray steps,
    NDArray zeros,
    float @Nullable [] bias,
    double threshold,
    @Nullable LoraProjection adapter) {
  static final Script SCRIPT = Script.resource(ByteProjection.class, "bytes.torch");

  int out() {
    return Math.toIntExact(columns.getShape().get(1));
  }

  /** The weight in 8 bits that a projection has, with an adapter or without, if it has one. */
  static Optional<Int8Projection> base(Projection projection) {
    Projection base = projection instanceof LoraProjection lora ? lora.base() : projection;
    return base instanceof Int8Projection bytes ? Optional.of(bytes) : Optional.empty();
  }

  /**
   * Makes one ready.
   *
   * @param scope owns the scales
   */
  static ByteProjection of(Scope scope, Projection projection) {
    Int8Projection p = base(projection).orElseThrow();
    // No copy: on a CPU the codes lie column after column.
    NDArray columns = SCRIPT.one(scope, "columns", p.codes());
    NDList steps = SCRIPT.call(scope, "steps", p.scales());
    NDArray bias = p.bias();
    return new ByteProjection(
        columns,
        steps.get(0),
        steps.get(1),
        bias == null ? null : bias.toFloatArray(),
        p.threshold(),
        projection instanceof LoraProjection lora ? lora : null);
  }
}
