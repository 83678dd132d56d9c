package tunebench.ui.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Objects;
import org.jfree.chart.plot.IntervalMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.ui.Layer;
import org.jfree.data.xy.IntervalXYDataset;
import org.junit.jupiter.api.Test;
import tunebench.protocol.TrustReply.Coverage;
import tunebench.run.NoiseBand;
import tunebench.run.Scores;
import tunebench.ui.fake.FakeRows;

class TrustChartsTest {
  private static Scores scores(double mae, double half) {
    return new Scores("final", 250, mae, mae - half, mae + half, 1, 50, 1, 0, 0);
  }

  @Test
  void theSeedsBandLiesAroundTheFirstRun() {
    var chart = new MaeBand();
    var runs =
        List.of(new MaeBand.Run("a", scores(50, 8)), new MaeBand.Run("b", scores(44, Double.NaN)));
    chart.show(runs, new NoiseBand(List.of("x", "y"), 51, 6.5, 40, 60));
    XYPlot plot = (XYPlot) chart.chart().getPlot();
    var marker = (IntervalMarker) plot.getRangeMarkers(Layer.BACKGROUND).iterator().next();
    assertThat(marker.getStartValue()).isCloseTo(43.5, within(1e-9));
    assertThat(marker.getEndValue()).isCloseTo(56.5, within(1e-9));
    var data = (IntervalXYDataset) plot.getDataset();
    assertThat(data.getStartYValue(0, 0)).isEqualTo(42);
    // One row has no interval: its mark stands alone.
    assertThat(data.getStartYValue(0, 1)).isEqualTo(44).isEqualTo(data.getEndYValue(0, 1));
    chart.show(runs, null);
    assertThat(plot.getRangeMarkers(Layer.BACKGROUND)).isNullOrEmpty();
    chart.dress(Ink.DARK);
    chart.show(List.of(), null);
    assertThat(plot.getDataset()).isNull();
  }

  @Test
  void theEightyPerCentIntervalLiesBehindTheBars() {
    var chart = new PriceBars();
    chart.show(FakeRows.row(3, true));
    XYPlot plot = (XYPlot) chart.chart().getPlot();
    var marker = (IntervalMarker) plot.getDomainMarkers(Layer.BACKGROUND).iterator().next();
    var span = Objects.requireNonNull(FakeRows.row(3, true).belief()).span(0.8).orElseThrow();
    assertThat(marker.getStartValue()).isEqualTo(span.low() - 0.5);
    assertThat(marker.getEndValue()).isEqualTo(span.high() + 0.5);
  }

  @Test
  void reliabilityIsWhatCameTrueOverWhatWasPromised() {
    var chart = new ReliabilityChart();
    chart.show(List.of(new Coverage(0.8, 10, 7, 0.7, 0.4, 0.9, 0.82, "")));
    chart.dress(Ink.LIGHT);
    XYPlot plot = (XYPlot) chart.chart().getPlot();
    var data = (IntervalXYDataset) Objects.requireNonNull(plot.getDataset());
    assertThat(data.getXValue(0, 0)).isEqualTo(0.82);
    assertThat(data.getYValue(0, 0)).isEqualTo(0.7);
    assertThat(data.getEndYValue(0, 0)).isEqualTo(0.9);
    chart.show(List.of());
    assertThat(plot.getDataset()).isNull();
  }
}
