package tunebench.ui.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ThinTest {
  private final double[] x = IntStream.range(0, 100_000).asDoubleStream().toArray();

  @Test
  void keepsEverySpikeAndEveryGapInAtMostTwoThousandPoints() {
    double[] y = new double[x.length];
    Arrays.setAll(y, i -> Math.sin(i / 5000.0));
    y[33_333] = 50;
    y[66_666] = -50;
    y[77_777] = Double.NaN;
    Thin.Points cut = Thin.minMax(x, y, x.length, 600);
    assertThat(cut.size()).isLessThanOrEqualTo(2000);
    assertThat(cut.y()).contains(50, -50).contains(Double.NaN);
    assertThat(cut.x()).isSorted();
  }

  @Test
  void fewPointsStayAsTheyAre() {
    Thin.Points cut = Thin.minMax(new double[] {1, 2, 3, 9}, new double[] {4, 5, 6, 9}, 3, 600);
    assertThat(cut.x()).containsExactly(1, 2, 3);
    assertThat(cut.y()).containsExactly(4, 5, 6);
  }

  @Test
  void smoothingOfAConstantIsTheConstantFromTheFirstValueOn() {
    double[] smooth = Thin.smooth(new double[] {7, 7, Double.NaN, 7}, 4, 0.9);
    assertThat(smooth[0]).isCloseTo(7, Offset.offset(1e-12));
    assertThat(smooth[2]).isNaN();
    assertThat(smooth[3]).isCloseTo(7, Offset.offset(1e-12));
  }
}
