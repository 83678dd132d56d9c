package tunebench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.title.TextTitle;
import org.jfree.data.xy.XYDataset;
import org.junit.jupiter.api.Test;

class LossChartTest {
  @Test
  void aLossThatIsNoNumberIsAGapAndNamed() {
    JFreeChart chart = LossChart.of(SampleReport.of(3, 100), ChartTheme.LIGHT);
    XYDataset data = chart.getXYPlot().getDataset();
    assertThat(data.getSeriesKey(3).toString()).isEqualTo("All answer tokens, each step");
    assertThat(data.getItemCount(3)).isEqualTo(100);
    assertThat(data.getYValue(3, 50)).isNaN();
    assertThat(data.getYValue(2, 50)).isNaN();
    assertThat(data.getYValue(3, 49)).isFinite();
    assertThat(((TextTitle) Objects.requireNonNull(chart.getSubtitle(1))).getText())
        .startsWith("100 steps, from ")
        .endsWith("the loss of 3 steps is not a number (shaded)");
  }

  @Test
  void aShortCurveIsDrawnAsItIs() {
    JFreeChart chart = LossChart.of(SampleReport.of(3, 4), ChartTheme.LIGHT);
    assertThat(chart.getXYPlot().getSeriesCount()).isEqualTo(2);
    assertThat(chart.getXYPlot().getDataset().getSeriesKey(1).toString())
        .isEqualTo("All answer tokens");
  }
}
