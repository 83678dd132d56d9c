package tunebench.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import tunebench.BadInputException;

class BaselinesTest {
  @Test
  void constantsIgnoreTheText() {
    double[] prices = {9, 1, 2, 100};
    assertThat(Baselines.mean(prices).price("anything")).isEqualTo(28);
    assertThat(Baselines.median(prices).price("anything")).isEqualTo(5.5);
    assertThat(Baselines.median(new double[] {3, 1, 2}).price("")).isEqualTo(2);
  }

  /** Mean and median by other routes: exact decimals, and counting how many prices lie below. */
  @Test
  void constantsEqualAnIndependentComputation() {
    var random = new SplittableRandom(3);
    for (int n : new int[] {1, 2, 999, 2_000}) {
      double[] prices = random.doubles(n, 0.5, 999.49).toArray();
      BigDecimal sum =
          Arrays.stream(prices).mapToObj(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
      double mean = sum.divide(BigDecimal.valueOf(n), MathContext.DECIMAL64).doubleValue();
      assertThat(Baselines.mean(prices).price("")).isCloseTo(mean, Offset.offset(1e-9));
      double low = ranked(prices, (n - 1) / 2);
      double high = ranked(prices, n / 2);
      assertThat(Baselines.median(prices).price(""))
          .isCloseTo((low + high) / 2, Offset.offset(1e-9));
    }
  }

  private static double ranked(double[] prices, int rank) {
    return Arrays.stream(prices)
        .filter(p -> Arrays.stream(prices).filter(other -> other < p).count() == rank)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aBaselineIsScoredLikeAModel() {
    var predictions =
        Baselines.predict(text -> text.length(), List.of("ab", "abc"), new double[] {5, 3});
    assertThat(Metrics.of(predictions).mae()).isEqualTo(1.5);
  }

  @Test
  void withoutTrainingRowsThereIsNoBaseline() {
    double[] none = {};
    assertThatThrownBy(() -> Baselines.mean(none)).isInstanceOf(BadInputException.class);
    assertThatThrownBy(() -> Baselines.median(none)).isInstanceOf(BadInputException.class);
    assertThatThrownBy(() -> TextRidge.fit(List.of(), none)).isInstanceOf(BadInputException.class);
  }
}
