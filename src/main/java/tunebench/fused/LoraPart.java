package tunebench.fused;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tunebench.tensor.Matrix;

/**
 * One projection's adapter inside a group.
 *
 * @param number counts all adapters of the model
 * @param a [rank, in] in the compute dtype
 * @param gradientA like a, float32; null where nothing learns
 * @param gradientB [out, rank] likewise
 * @param from first column of its part of the group's low-rank inputs
 * @param dropout share of inputs dropped in training
 */
record LoraPart(
    int number,
    Matrix a,
    @Nullable Matrix gradientA,
    @Nullable Matrix gradientB,
    int from,
    double dropout) {
  int rank() {
    return a.rows();
  }

  Matrix needGradientA() {
    return Objects.requireNonNull(gradientA, "this model does not learn");
  }

  Matrix needGradientB() {
    return Objects.requireNonNull(gradientB, "this model does not learn");
  }
}
