package tunebench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.XYSeriesCollection;
import org.junit.jupiter.api.Test;
import tunebench.eval.AnswerParser;
import tunebench.eval.Prediction;

class PredictionPointsTest {
  private final PredictionPoints points =
      new PredictionPoints(
          List.of(
              priced(100, "101"),
              priced(100, "170"),
              priced(100, "50,000"),
              priced(20, "-3.0"),
              priced(90, "no idea")),
          PricedProduct::after);

  @Test
  void eachMarkHasItsSeriesWithCountAndShare() {
    XYSeriesCollection data = points.data(new XYLineAndShapeRenderer(), ChartTheme.LIGHT);
    assertThat(IntStream.range(0, data.getSeriesCount()).mapToObj(i -> data.getSeriesKey(i) + ""))
        .containsExactly(
            "Within $40 or 20 %: 2 (40.0 %)",
            "Within $80 or 40 %: 1 (20.0 %)",
            "Further off: 1 (20.0 %)",
            "No price read: 1 (20.0 %)");
  }

  @Test
  void wildGuessesAreDrawnAtTheEdgeAndNamed() {
    assertThat(points.top()).isBetween(120.0, 130.0);
    XYSeriesCollection data = points.data(new XYLineAndShapeRenderer(), ChartTheme.LIGHT);
    for (int series = 0; series < data.getSeriesCount(); series++) {
      assertThat(data.getSeries(series).getMinY()).isGreaterThanOrEqualTo(0);
      assertThat(data.getSeries(series).getMaxY()).isLessThanOrEqualTo(points.top());
    }
    assertThat(String.join(", ", points.beyond()))
        .contains("2 above the chart", "highest $50,000.00", "1 below $0");
  }

  private static PricedProduct priced(double truth, String text) {
    var said = List.of(Prediction.read(0, "x", truth, text, AnswerParser.COURSE_V2));
    return PricedProduct.pair(List.of(), said).getFirst();
  }
}
