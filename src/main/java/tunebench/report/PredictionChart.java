package tunebench.report;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.annotations.XYLineAnnotation;
import org.jfree.chart.annotations.XYPolygonAnnotation;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.Layer;
import org.jspecify.annotations.Nullable;
import tunebench.eval.Band;
import tunebench.eval.Metrics;

/**
 * Predicted against true prices. The bands of the course are shaded, and a point tells its band by
 * colour and by shape, for readers who see no difference between green and red.
 */
final class PredictionChart {
  static final int WIDTH = 760;
  static final int HEIGHT = 700;

  private static final DecimalFormatSymbols US = DecimalFormatSymbols.getInstance(Locale.US);

  private PredictionChart() {}

  static JFreeChart before(LabsReport report, ChartTheme theme) {
    return chart(
        report.predictions(),
        "Before training (" + report.lab5().quantization() + "): predicted against true price",
        report.before(),
        PricedProduct::before,
        theme);
  }

  static JFreeChart after(LabsReport report, ChartTheme theme) {
    return chart(
        report.predictions(),
        "After training (" + report.lab5().quantization() + "): predicted against true price",
        report.lab5().metrics(),
        PricedProduct::after,
        theme);
  }

  /** Of an evaluation without a report. */
  static JFreeChart of(
      String title, List<PricedProduct> products, Metrics metrics, ChartTheme theme) {
    return chart(products, title, metrics, PricedProduct::after, theme);
  }

  private static JFreeChart chart(
      List<PricedProduct> products,
      String title,
      @Nullable Metrics metrics,
      Function<PricedProduct, PricedProduct.@Nullable Answer> answer,
      ChartTheme theme) {
    var points = new PredictionPoints(products, answer);
    var renderer = new XYLineAndShapeRenderer(false, true);
    double top = points.top();
    renderer.addAnnotation(band(Band.ORANGE, top, theme), Layer.BACKGROUND);
    renderer.addAnnotation(band(Band.GREEN, top, theme), Layer.BACKGROUND);
    renderer.addAnnotation(
        new XYLineAnnotation(0, 0, top, top, ChartTheme.line(1.5f), theme.blue), Layer.BACKGROUND);
    var plot =
        new XYPlot(points.data(renderer, theme), axis("True price", top, theme), null, renderer);
    plot.setRangeAxis(axis("Predicted price", top, theme));
    plot.setDomainGridlinePaint(theme.grid);
    plot.setRangeGridlinePaint(theme.grid);
    plot.setDomainGridlineStroke(ChartTheme.line(1));
    plot.setRangeGridlineStroke(ChartTheme.line(1));
    return theme.chart(title, subtitle(metrics, points), plot, true);
  }

  /** What lies between the two limits of the band; both bend where dollars give way to a share. */
  private static XYPolygonAnnotation band(Band band, double top, ChartTheme theme) {
    double dollars = band.limit(0);
    double bend = 200;
    double[] corners = {
      0,
      0,
      0,
      dollars,
      bend,
      bend + band.limit(bend),
      10 * top,
      10 * top + band.limit(10 * top),
      10 * top,
      10 * top - band.limit(10 * top),
      bend,
      bend - band.limit(bend),
      dollars,
      0,
    };
    var color = band == Band.GREEN ? theme.green : theme.orange;
    return new XYPolygonAnnotation(corners, null, null, ChartTheme.faint(color, 38));
  }

  private static NumberAxis axis(String label, double top, ChartTheme theme) {
    var axis = new NumberAxis(label);
    axis.setNumberFormatOverride(new DecimalFormat("$#,##0.##", US));
    // A little more than 0 to top, so that the marks at the edges are whole.
    ChartTheme.range(axis, -0.015 * top, 1.015 * top, 8);
    theme.dress(axis);
    return axis;
  }

  private static String subtitle(@Nullable Metrics metrics, PredictionPoints points) {
    String scores =
        metrics == null
            ? "Not scored"
            : Units.number(
                "Mean error %s · RMSLE %.2f · hits %s · n = %,d",
                Units.mae(metrics), metrics.rmsle(), Units.percent(metrics.hits()), metrics.n());
    List<String> beyond = points.beyond();
    return beyond.isEmpty() ? scores : scores + "\n" + String.join("; ", beyond);
  }
}
