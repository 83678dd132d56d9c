package tunebench.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.DoubleUnaryOperator;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The distributions against sums over their densities. */
class DistributionsTest {
  @ParameterizedTest
  @ValueSource(doubles = {-6, -3.001, -3, -2.999, -1.96, -0.3, 0, 0.5, 1.96, 2.9999, 3.0001, 5})
  void theNormalShareIsTheAreaUnderItsDensity(double x) {
    double area = integral(t -> Math.exp(-t * t / 2) / Math.sqrt(2 * Math.PI), x - 12, x);
    assertThat(Normal.cdf(x)).isCloseTo(area, Percentage.withPercentage(1e-7));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 2, 3.5, 4, 9, 30, 249, 3_000})
  void studentsShareIsTheAreaUnderItsDensity(double df) {
    DoubleUnaryOperator shape = t -> Math.pow(1 + t * t / df, -(df + 1) / 2);
    // Substituting t = tan(u) makes both the whole and the part finite sums.
    DoubleUnaryOperator finite =
        u -> Math.abs(u) >= Math.PI / 2 ? 0 : shape.applyAsDouble(Math.tan(u)) * sec2(u);
    double whole = integral(finite, -Math.PI / 2 + 1e-9, Math.PI / 2 - 1e-9);
    for (double t : new double[] {-20, -2.5, -1, -0.01, 0, 0.4, 1.97, 6}) {
      double part = integral(finite, -Math.PI / 2 + 1e-9, Math.atan(t));
      assertThat(StudentT.cdf(t, df)).isCloseTo(part / whole, Offset.offset(1e-7));
    }
  }

  @Test
  void quantilesUndoTheShares() {
    for (double share : new double[] {1e-6, 0.025, 0.3, 0.5, 0.8, 0.975, 0.9999}) {
      assertThat(Normal.cdf(Normal.quantile(share))).isCloseTo(share, Offset.offset(1e-12));
      assertThat(StudentT.cdf(StudentT.quantile(share, 7), 7))
          .isCloseTo(share, Offset.offset(1e-12));
    }
  }

  private static double sec2(double u) {
    return 1 / (Math.cos(u) * Math.cos(u));
  }

  /** Simpson's rule. */
  private static double integral(DoubleUnaryOperator f, double from, double to) {
    int steps = 200_000;
    double h = (to - from) / steps;
    double sum = f.applyAsDouble(from) + f.applyAsDouble(to);
    for (int i = 1; i < steps; i++) {
      sum += (i % 2 == 1 ? 4 : 2) * f.applyAsDouble(from + i * h);
    }
    return sum * h / 3;
  }
}
