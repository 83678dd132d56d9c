package tunebench.model;

import ai.djl.ndarray.NDArray;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tunebench.llama.LanguageModel;
import tunebench.llama.Parts;
import tunebench.lora.Ends;
import tunebench.nn.Code;
import tunebench.nn.Emit;
import tunebench.tensor.Dtype;
import tunebench.tensor.Scope;

/**
 * How far the weights of two models of one shape lie apart, tensor by tensor, whatever formats they
 * are held in: |W' - W| / |W| over all numbers of a tensor, 0 for the same, about 1 for a tensor of
 * zeros.
 */
public final class WeightDistances {
  /** Rows of an embedding that are looked up at a time. */
  private static final int ROWS = 1 << 14;

  private final Scope scope;

  private WeightDistances(Scope scope) {
    this.scope = scope;
  }

  /**
   * Compares two models.
   *
   * @param scope on the models' device
   * @param base where given, distances are shares of |W - base|, of the change that the reference
   *     makes to it
   * @return by the Hub's names of the tensors
   */
  public static Map<String, Double> of(
      Scope scope, LanguageModel reference, LanguageModel other, @Nullable LanguageModel base) {
    try (Scope step = scope.child()) {
      return new WeightDistances(step)
          .all(reference.parts(), other.parts(), base == null ? null : base.parts());
    }
  }

  private Map<String, Double> all(Parts one, Parts other, @Nullable Parts base) {
    Map<String, Double> distances = new LinkedHashMap<>();
    distances.put(Ends.EMBEDDING + ".weight", embedding(one, other, base));
    for (String module : one.projections().keySet()) {
      distances.put(
          module + ".weight",
          distance((code, parts) -> parts.projection(module).emitWeight(code), one, other, base));
      if (one.projection(module).bias() != null) {
        distances.put(
            module + ".bias",
            distance(
                (code, parts) -> code.frozen(present(parts.projection(module).bias())),
                one,
                other,
                base));
      }
    }
    for (String module : one.norms().keySet()) {
      distances.put(
          module + ".weight",
          distance((code, parts) -> code.frozen(parts.norm(module).weight()), one, other, base));
    }
    distances.put(
        Ends.OUTPUT + ".weight",
        distance((code, parts) -> parts.output().emitWeight(code), one, other, base));
    return distances;
  }

  /** Emits a tensor of a model. */
  private interface Weight {
    String emit(Code code, Parts parts);
  }

  private double distance(Weight weight, Parts one, Parts other, @Nullable Parts base) {
    double[] sums = sums(code -> weight.emit(code, one), code -> weight.emit(code, other));
    double whole =
        base == null
            ? sums[1]
            : sums(code -> weight.emit(code, one), code -> weight.emit(code, base))[0];
    return share(sums[0], whole);
  }

  private double embedding(Parts one, Parts other, @Nullable Parts base) {
    double apart = 0;
    double whole = 0;
    for (int from = 0; from < one.output().outFeatures(); from += ROWS) {
      int count = Math.min(ROWS, one.output().outFeatures() - from);
      long[] ids = new long[count];
      for (int i = 0; i < count; i++) {
        ids[i] = (long) from + i;
      }
      try (Scope step = scope.child()) {
        NDArray rows = step.longs(ids, 1, count);
        double[] sums =
            sums(
                code -> one.embedding().emit(code, code.frozen(rows)),
                code -> other.embedding().emit(code, code.frozen(rows)));
        apart += sums[0];
        whole +=
            base == null
                ? sums[1]
                : sums(
                    code -> one.embedding().emit(code, code.frozen(rows)),
                    code -> base.embedding().emit(code, code.frozen(rows)))[0];
      }
    }
    return share(apart, whole);
  }

  private static double share(double apart, double whole) {
    double share = apart == 0 ? 0 : Math.sqrt(apart / whole);
    // Numbers that are none agree with nothing.
    return Double.isNaN(share) ? Double.POSITIVE_INFINITY : share;
  }

  /** Sums of squares of one - other and of one. */
  private double[] sums(Function<Code, String> one, Function<Code, String> other) {
    Code code = new Code(false);
    String a = code.let(Emit.cast(one.apply(code), Dtype.FLOAT32));
    String b = code.let(Emit.cast(other.apply(code), Dtype.FLOAT32));
    String difference = code.let("torch.sub(%s, %s)".formatted(a, b));
    try (Scope step = scope.child()) {
      float[] sums =
          code.finish(
                  code.let(
                      "torch.stack([torch.sum(torch.mul(%s, %s)), torch.sum(torch.mul(%s, %s))])"
                          .formatted(difference, difference, a, a)))
              .call(step)
              .head()
              .toFloatArray();
      return new double[] {sums[0], sums[1]};
    }
  }

  private static NDArray present(@Nullable NDArray bias) {
    return Objects.requireNonNull(bias, "a bias in one model alone");
  }
}
