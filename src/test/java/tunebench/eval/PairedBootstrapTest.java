package tunebench.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PairedBootstrapTest {
  private static final int TRIALS = 2_000;
  private static final int ROUNDS = 1_000;

  /** Errors as they are in prices: most small, some huge, the two runs' alike in the same row. */
  private static final class Draw {
    final double[] differences;
    final double[] firstSquares;
    final double[] secondSquares;

    /**
     * The second run errs by {@code shift} dollars more in the mean and 1.25 times in logarithms.
     */
    Draw(int n, double shift, SplittableRandom random) {
      differences = new double[n];
      firstSquares = new double[n];
      secondSquares = new double[n];
      for (int row = 0; row < n; row++) {
        differences[row] = shift - 10 * Math.log(1 - random.nextDouble()) - 10;
        double common = random.nextGaussian();
        firstSquares[row] = square(0.4 * (0.8 * common + 0.6 * random.nextGaussian()));
        secondSquares[row] = square(0.5 * (0.8 * common + 0.6 * random.nextGaussian()));
      }
    }

    PairedBootstrap resampled() {
      return new PairedBootstrap(differences, firstSquares, secondSquares, ROUNDS);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {60, 250})
  void aKnownShiftIsCoveredNineteenTimesInTwenty(int n) {
    var random = new SplittableRandom(n);
    int dollars = 0;
    int logarithms = 0;
    for (int trial = 0; trial < TRIALS; trial++) {
      PairedBootstrap bootstrap = new Draw(n, 3, random).resampled();
      dollars += covers(bootstrap.mae(0).ci95(), 3);
      logarithms += covers(bootstrap.rmsle(0).ci95(), 0.5 - 0.4);
    }
    System.out.printf(
        "n = %d: dollars covered %.1f %%, logarithms %.1f %%%n",
        n, 100.0 * dollars / TRIALS, 100.0 * logarithms / TRIALS);
    assertThat((double) dollars / TRIALS).isBetween(0.93, 0.97);
    assertThat((double) logarithms / TRIALS).isBetween(0.93, 0.97);
  }

  @Test
  void withoutAShiftItIsSeldomCalledOne() {
    var random = new SplittableRandom(9);
    int called = 0;
    for (int trial = 0; trial < TRIALS; trial++) {
      called += new Draw(250, 0, random).resampled().mae(0).p() < 0.05 ? 1 : 0;
    }
    assertThat((double) called / TRIALS).isBetween(0.03, 0.07);
  }

  /** The p value is the interval read the other way. */
  @Test
  void pIsBelowFivePerCentWhereTheIntervalExcludesZero() {
    var random = new SplittableRandom(11);
    for (int trial = 0; trial < 300; trial++) {
      PairedDifference mae = new Draw(40, 3.3, random).resampled().mae(0);
      boolean excludes = mae.ci95().lo() > 0 || mae.ci95().hi() < 0;
      assertThat(mae.p() < 0.05).isEqualTo(excludes);
    }
  }

  @Test
  void swappingTheRunsTurnsTheIntervalRound() {
    var draw = new Draw(80, 1, new SplittableRandom(12));
    double[] negated = Arrays.stream(draw.differences).map(d -> -d).toArray();
    Interval there = draw.resampled().mae(0).ci95();
    Interval back =
        new PairedBootstrap(negated, draw.firstSquares, draw.secondSquares, ROUNDS).mae(0).ci95();
    assertThat(back.lo()).isCloseTo(-there.hi(), Offset.offset(1e-12));
    assertThat(back.hi()).isCloseTo(-there.lo(), Offset.offset(1e-12));
  }

  @Test
  void oneRowSaysNothing() {
    double[] one = {5};
    PairedDifference mae = new PairedBootstrap(one, one, one).mae(5);
    assertThat(mae.ci95().lo()).isNaN();
    assertThat(mae.p()).isEqualTo(1);
  }

  private static int covers(Interval interval, double value) {
    return interval.lo() <= value && value <= interval.hi() ? 1 : 0;
  }

  private static double square(double value) {
    return value * value;
  }
}
