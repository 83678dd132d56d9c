package tunebench.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class PriceDistributionTest {
  private static final Offset<Double> DIGITS = Offset.offset(1e-4);
  private static final int VOCABULARY = 128_256;
  private static final int PRICES = 1_000;

  /** P(k) = (1 - q) q^k: mean q / (1 - q), and quantiles in closed form. */
  @Test
  void geometricLogitsHaveTheirKnownMomentsAndQuantiles() {
    double q = 0.95;
    PriceDistribution d = of(logits(k -> k * Math.log(q)));
    assertThat(d.mean()).isCloseTo(q / (1 - q), DIGITS);
    assertThat(d.deviation()).isCloseTo(Math.sqrt(q) / (1 - q), DIGITS);
    assertThat(d.mode()).isZero();
    assertThat(d.median()).isEqualTo(quantile(q, 0.5));
    assertThat(d.interval(0.8)).isEqualTo(new Interval(quantile(q, 0.1), quantile(q, 0.9)));
    assertThat(d.probability(d.interval(0.8)))
        .isCloseTo(Math.pow(q, quantile(q, 0.1)) - Math.pow(q, quantile(q, 0.9) + 1), DIGITS);
  }

  /** P(k) ~ 40^k / k!: mean and variance 40. */
  @Test
  void poissonLogitsHaveTheirKnownMoments() {
    PriceDistribution d =
        of(
            logits(
                k -> k * Math.log(40) - IntStream.rangeClosed(1, k).mapToDouble(Math::log).sum()));
    assertThat(d.mean()).isCloseTo(40, DIGITS);
    assertThat(d.deviation()).isCloseTo(Math.sqrt(40), DIGITS);
    assertThat(d.median()).isEqualTo(40);
    // Equal by definition of the law, but rounded to float on the way: 39 or 40.
    assertThat(d.mode()).isBetween(39.0, 40.0);
  }

  @Test
  void whatIsNoPriceOnlyTakesMassAway() {
    float[] scores = logits(k -> k >= 100 && k < 200 ? 3 : -200);
    // Every other token together is as likely as the hundred prices.
    double other = 3 + Math.log(100.0 / (VOCABULARY - PRICES));
    for (int token = PRICES; token < VOCABULARY; token++) {
      scores[token] = (float) other;
    }
    PriceDistribution d = of(scores);
    assertThat(d.mass()).isCloseTo(0.5, DIGITS);
    assertThat(d.mean()).isCloseTo(149.5, DIGITS);
    assertThat(d.deviation()).isCloseTo(Math.sqrt((100.0 * 100 - 1) / 12), DIGITS);
    assertThat(d.interval(0.8)).isEqualTo(new Interval(109, 189));
    assertThat(d.top(3)).extracting(PricePoint::price).containsExactly(100.0, 101.0, 102.0);
  }

  @Test
  void enormousScoresOverflowNothing() {
    PriceDistribution d = of(logits(k -> k == 7 ? 3e4 : k == 9 ? 3e4 - Math.log(3) : -3e4));
    assertThat(d.mean()).isCloseTo(7 * 0.75 + 9 * 0.25, Offset.offset(1e-2));
    assertThat(d.median()).isEqualTo(7);
  }

  @Test
  void pointsMayComeInAnyOrderAndTwice() {
    PriceDistribution d =
        Objects.requireNonNull(
            PriceDistribution.of(
                List.of(
                    new PricePoint(30, 0.1),
                    new PricePoint(10, 0.1),
                    new PricePoint(30, 0.1),
                    new PricePoint(20, 0.1))));
    assertThat(d.top(1)).containsExactly(new PricePoint(30, 0.5));
    assertThat(d.mean()).isCloseTo(22.5, Offset.offset(1e-12));
    assertThat(d.median()).isEqualTo(20);
    assertThat(d.mass()).isCloseTo(0.4, Offset.offset(1e-12));
  }

  /** The median must beat every other whole dollar in expected error. */
  @Test
  void theMedianErrsLeast() {
    var random = new SplittableRandom(8);
    List<PricePoint> points =
        IntStream.range(0, 60).mapToObj(k -> new PricePoint(k, random.nextDouble())).toList();
    double median = Objects.requireNonNull(PriceDistribution.of(points)).median();
    for (int guess = 0; guess < 60; guess++) {
      assertThat(expectedError(points, median))
          .isLessThanOrEqualTo(expectedError(points, guess) + 1e-12);
    }
  }

  @Test
  void withoutWeightThereIsNoDistribution() {
    assertThat(PriceDistribution.of(List.of())).isNull();
    assertThat(PriceDistribution.of(List.of(new PricePoint(5, 0)))).isNull();
    assertThatThrownBy(() -> PriceDistribution.of(List.of(new PricePoint(5, Double.NaN))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static double expectedError(List<PricePoint> points, double guess) {
    return points.stream().mapToDouble(p -> p.probability() * Math.abs(p.price() - guess)).sum();
  }

  private static double quantile(double q, double share) {
    return Math.ceil(Math.log(1 - share) / Math.log(q)) - 1;
  }

  /** A vocabulary whose first thousand tokens are the prices; the rest is next to impossible. */
  private static float[] logits(IntToDoubleFunction price) {
    float[] logits = new float[VOCABULARY];
    for (int token = 0; token < VOCABULARY; token++) {
      logits[token] = (float) (token < PRICES ? price.applyAsDouble(token) : -1e5);
    }
    return logits;
  }

  private static PriceDistribution of(float[] logits) {
    int[] tokens = IntStream.range(0, PRICES).toArray();
    double[] prices = IntStream.range(0, PRICES).asDoubleStream().toArray();
    return Objects.requireNonNull(PriceDistribution.of(PriceLogits.points(logits, tokens, prices)));
  }
}
