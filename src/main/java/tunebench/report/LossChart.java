package tunebench.report;

import java.awt.Color;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.IntervalMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.Layer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/**
 * Loss over steps, of all answer tokens and of the price token, each point faint and their moving
 * mean strong. Steps whose loss is no number are a gap, shaded and counted in the subtitle.
 */
final class LossChart {
  static final int WIDTH = 920;
  static final int HEIGHT = 420;

  /** Curves with fewer points are drawn as they are. */
  private static final int SMOOTHED_FROM = 60;

  private LossChart() {}

  static JFreeChart of(LabsReport report, ChartTheme theme) {
    LabsReport.Lab4 lab = report.lab4();
    return of(
        lab.curve(),
        Units.number("%,d steps, from %.3f to %.3f", lab.steps(), lab.firstLoss(), lab.lastLoss()),
        theme);
  }

  /** The same of a run without a report. */
  static JFreeChart of(List<LossPoint> curve, ChartTheme theme) {
    return of(curve, Units.number("%,d steps", curve.size()), theme);
  }

  private static JFreeChart of(List<LossPoint> curve, String line, ChartTheme theme) {
    var data = new XYSeriesCollection();
    var renderer = new XYLineAndShapeRenderer(true, curve.size() <= 20);
    boolean price = curve.stream().anyMatch(p -> Double.isFinite(p.priceTokenLoss()));
    if (price) {
      add(data, renderer, "Price token", curve, LossPoint::priceTokenLoss, theme.orange);
    }
    add(data, renderer, "All answer tokens", curve, LossPoint::loss, theme.blue);
    // One path a series: separate lines would darken where they meet.
    renderer.setDrawSeriesLineAsPath(true);
    var steps = new NumberAxis("Optimizer step");
    long last = Math.max(5, curve.isEmpty() ? 0 : curve.getLast().step());
    ChartTheme.range(steps, 0, 1.01 * last, 10);
    var loss = new NumberAxis("Loss (nats per token)");
    theme.dress(steps);
    theme.dress(loss);
    var plot = new XYPlot(data, steps, loss, renderer);
    plot.setDomainGridlinesVisible(false);
    plot.setRangeGridlinePaint(theme.grid);
    plot.setRangeGridlineStroke(ChartTheme.line(1));
    long gaps = markGaps(plot, curve, theme);
    return theme.chart("Training loss", subtitle(line, gaps), plot, true);
  }

  private static void add(
      XYSeriesCollection data,
      XYLineAndShapeRenderer renderer,
      String name,
      List<LossPoint> curve,
      ToDoubleFunction<LossPoint> value,
      Color color) {
    boolean smooth = curve.size() >= SMOOTHED_FROM;
    // JFreeChart draws the first series last, so the mean goes in before the points it is made of.
    if (smooth) {
      renderer.setSeriesPaint(data.getSeriesCount(), color);
      renderer.setSeriesStroke(data.getSeriesCount(), ChartTheme.line(2.4f));
      data.addSeries(series(name + ", moving mean", curve, i -> movingMean(curve, value, i)));
    }
    renderer.setSeriesPaint(data.getSeriesCount(), smooth ? ChartTheme.faint(color, 90) : color);
    renderer.setSeriesStroke(data.getSeriesCount(), ChartTheme.line(smooth ? 1 : 2));
    data.addSeries(
        series(
            smooth ? name + ", each step" : name, curve, i -> value.applyAsDouble(curve.get(i))));
  }

  private static XYSeries series(String name, List<LossPoint> curve, IntToDoubleFunction value) {
    var series = new XYSeries(name);
    for (int i = 0; i < curve.size(); i++) {
      double y = value.applyAsDouble(i);
      series.add((double) curve.get(i).step(), Double.isFinite(y) ? y : Double.NaN);
    }
    return series;
  }

  /** The mean of the points around one, as many on either side, so that it does not lag. */
  private static double movingMean(
      List<LossPoint> curve, ToDoubleFunction<LossPoint> value, int middle) {
    int reach = Math.min(curve.size() / 40, Math.min(middle, curve.size() - 1 - middle));
    return Double.isFinite(value.applyAsDouble(curve.get(middle)))
        ? curve.subList(middle - reach, middle + reach + 1).stream()
            .mapToDouble(value)
            .filter(Double::isFinite)
            .average()
            .orElse(Double.NaN)
        : Double.NaN;
  }

  private static long markGaps(XYPlot plot, List<LossPoint> curve, ChartTheme theme) {
    long gaps = 0;
    double half =
        curve.isEmpty() ? 0.5 : Math.max(0.5, 0.5 * curve.getLast().step() / curve.size());
    for (LossPoint point : curve) {
      if (!Double.isFinite(point.loss())) {
        var marker = new IntervalMarker(point.step() - half, point.step() + half);
        marker.setPaint(theme.red);
        marker.setAlpha(0.25f);
        marker.setOutlinePaint(null);
        plot.addDomainMarker(marker, Layer.BACKGROUND);
        gaps++;
      }
    }
    return gaps;
  }

  private static String subtitle(String line, long gaps) {
    return gaps == 0
        ? line
        : line
            + Units.number(
                "; the loss of %,d step%s is not a number (shaded)", gaps, gaps == 1 ? "" : "s");
  }
}
