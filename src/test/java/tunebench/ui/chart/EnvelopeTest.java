package tunebench.ui.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {
  private static final int BUCKETS = 64;

  @ParameterizedTest
  @ValueSource(ints = {1, 63, 64, 65, 128, 129, 1000, 4096, 10_001})
  void keepsWhatAReckoningOverAllPointsKeeps(int n) {
    double[] y = noise(n);
    var envelope = new Envelope(BUCKETS);
    for (int i = 0; i < n; i++) {
      envelope.add(i, y[i]);
    }
    int width = 1;
    while ((n + width - 1) / width > BUCKETS) {
      width *= 2;
    }
    int buckets = (n + width - 1) / width;
    Thin.Points points = envelope.points();
    assertThat(points.x()).isSorted();
    for (int b = 0; b < buckets; b++) {
      int from = b * width;
      int to = Math.min(n, from + width);
      double[] there = within(points, from, to);
      double[] all = Arrays.copyOfRange(y, from, to);
      assertThat(least(there)).isEqualTo(least(all));
      assertThat(greatest(there)).isEqualTo(greatest(all));
      assertThat(DoubleStream.of(there).anyMatch(Double::isNaN))
          .isEqualTo(DoubleStream.of(all).anyMatch(Double::isNaN));
    }
    assertThat(points.size()).isLessThanOrEqualTo(3 * BUCKETS);
  }

  @Test
  void fewPointsStayAsTheyAre() {
    var envelope = new Envelope(BUCKETS);
    envelope.add(1, 4);
    envelope.add(2, Double.NaN);
    envelope.add(5, 6);
    assertThat(envelope.points().x()).containsExactly(1, 2, 5);
    assertThat(envelope.points().y()).containsExactly(4, Double.NaN, 6);
  }

  private static double[] noise(int n) {
    var random = new SplittableRandom(n);
    double[] y = new double[n];
    Arrays.setAll(y, i -> i % 97 == 13 ? Double.NaN : random.nextGaussian());
    return y;
  }

  private static double[] within(Thin.Points points, int from, int to) {
    return IntStream.range(0, points.size())
        .filter(i -> points.x()[i] >= from && points.x()[i] < to)
        .mapToDouble(i -> points.y()[i])
        .toArray();
  }

  private static Double least(double[] values) {
    return DoubleStream.of(values).filter(v -> !Double.isNaN(v)).min().orElse(Double.NaN);
  }

  private static Double greatest(double[] values) {
    return DoubleStream.of(values).filter(v -> !Double.isNaN(v)).max().orElse(Double.NaN);
  }
}
