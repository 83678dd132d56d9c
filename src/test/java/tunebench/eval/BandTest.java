package tunebench.eval;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BandTest {
  @ParameterizedTest
  @CsvSource({
    "100, 100, GREEN",
    "100, 139.99, GREEN",
    "100, 140, ORANGE",
    "100, 60, ORANGE",
    "100, 179.99, ORANGE",
    "100, 180, RED",
    "1000, 801, GREEN",
    "1000, 800, ORANGE",
    "1000, 601, ORANGE",
    "1000, 600, RED",
    "0, 39, GREEN",
    "0, 79, ORANGE",
    "0, 80, RED",
    "10, -29, GREEN",
  })
  void dollarsOrShareDecideWhicheverIsKinder(double truth, double guess, Band band) {
    assertThat(Band.of(truth, guess)).isEqualTo(band);
  }

  @Test
  void theLimitIsWhereTheBandEnds() {
    for (double truth : new double[] {1, 150, 200, 201, 999}) {
      for (Band band : new Band[] {Band.GREEN, Band.ORANGE}) {
        double limit = band.limit(truth);
        assertThat(Band.of(truth, truth + limit - 1e-6)).isLessThanOrEqualTo(band);
        assertThat(Band.of(truth, truth + limit + 1e-6)).isGreaterThan(band);
      }
    }
    assertThat(Band.RED.limit(5)).isInfinite();
  }
}
