package tunebench.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import tunebench.BadInputException;

class NoiseFloorTest {
  /** With two degrees of freedom t_p = (2 p - 1) sqrt(2 / (4 p (1 - p))), in closed form. */
  @Test
  void threeRunsWorkedOutByHand() {
    NoiseFloor floor = NoiseFloor.of(40, 42, 44);
    double t = 0.95 * Math.sqrt(2 / (4 * 0.975 * 0.025));
    assertThat(floor.mean()).isCloseTo(42, Offset.offset(1e-12));
    assertThat(floor.deviation()).isCloseTo(2, Offset.offset(1e-12));
    assertThat(floor.difference()).isCloseTo(t * 2 * Math.sqrt(2), Offset.offset(1e-9));
    assertThat(floor.band().halfWidth()).isCloseTo(t * 2 * Math.sqrt(4 / 3.0), Offset.offset(1e-9));
  }

  @Test
  void noTwoOfTheRunsThemselvesFallOutside() {
    var random = new SplittableRandom(2);
    for (int k = 2; k < 30; k++) {
      double[] maes = random.doubles(k, 40, 60).toArray();
      maes[0] = 100;
      NoiseFloor floor = NoiseFloor.of(maes);
      for (double a : maes) {
        assertThat(Arrays.stream(maes).allMatch(b -> floor.explains(a - b))).isTrue();
      }
    }
  }

  @Test
  void whatIsFarOffFallsOutside() {
    NoiseFloor floor = NoiseFloor.of(45.1, 46.0, 45.4, 46.3, 45.8);
    assertThat(floor.explains(0.9)).isTrue();
    assertThat(floor.explains(-60)).isFalse();
    assertThat(floor.explains(Double.NaN)).isFalse();
  }

  /** The band's promise: another run of the same settings lands in it 95 times in 100. */
  @Test
  void oneMoreRunLandsInTheBand() {
    var random = new SplittableRandom(3);
    int inside = 0;
    for (int trial = 0; trial < 4_000; trial++) {
      double[] five = new double[5];
      Arrays.setAll(five, i -> 50 + 2 * random.nextGaussian());
      double next = 50 + 2 * random.nextGaussian();
      Interval band = NoiseFloor.of(five).band();
      inside += band.lo() <= next && next <= band.hi() ? 1 : 0;
    }
    assertThat(inside / 4_000.0).isBetween(0.94, 0.96);
  }

  @Test
  void oneRunHasNoFloor() {
    assertThatThrownBy(() -> NoiseFloor.of(45)).isInstanceOf(BadInputException.class);
  }
}
