package tunebench.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class WilsonTest {
  /** What defines it: a true share at either end would lie 1.96 of its own deviations away. */
  @Test
  void eitherEndIsWhereTheSeenShareWouldJustBeOdd() {
    for (int hits : new int[] {1, 7, 40, 79}) {
      Interval interval = Wilson.interval95(hits, 80);
      for (double end : new double[] {interval.lo(), interval.hi()}) {
        double away = Math.abs(hits / 80.0 - end) / Math.sqrt(end * (1 - end) / 80);
        assertThat(away).isCloseTo(1.959964, Offset.offset(1e-6));
      }
    }
  }

  @Test
  void neverLeavesTheRangeOfShares() {
    assertThat(Wilson.interval95(0, 5).lo()).isZero();
    assertThat(Wilson.interval95(0, 5).hi()).isBetween(0.3, 0.6);
    assertThat(Wilson.interval95(5, 5).hi()).isEqualTo(1);
    assertThat(Wilson.interval95(0, 0).lo()).isNaN();
  }

  @Test
  void coversATrueShareNineteenTimesInTwenty() {
    var random = new SplittableRandom(3);
    int covered = 0;
    for (int trial = 0; trial < 4_000; trial++) {
      int hits = (int) random.doubles(60).filter(d -> d < 0.83).count();
      Interval interval = Wilson.interval95(hits, 60);
      covered += interval.lo() <= 0.83 && 0.83 <= interval.hi() ? 1 : 0;
    }
    assertThat(covered / 4_000.0).isBetween(0.93, 0.97);
  }
}
