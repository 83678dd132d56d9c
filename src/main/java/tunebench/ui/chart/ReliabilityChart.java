package tunebench.ui.chart;

import java.util.List;
import org.jfree.chart.annotations.XYLineAnnotation;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYErrorRenderer;
import org.jfree.data.xy.YIntervalSeries;
import org.jfree.data.xy.YIntervalSeriesCollection;
import tunebench.protocol.TrustReply.Coverage;

/**
 * What a model promises across, what comes true up, each with its 95 % interval. On the diagonal
 * the model knows what it knows; below it, it is too sure.
 */
public final class ReliabilityChart implements Drawing {
  private final XYErrorRenderer marks = new XYErrorRenderer();
  private final XYPlot plot;
  private final FreshChart chart;
  private Ink ink = Ink.LIGHT;

  public ReliabilityChart() {
    marks.setDefaultLinesVisible(true);
    marks.setDrawXError(false);
    marks.setSeriesShape(0, Shapes.diamond(4));
    plot = new XYPlot(null, axis("Promised by the model"), axis("Came true"), marks);
    plot.setNoDataMessage("The rows keep no distributions");
    chart = new FreshChart(plot, false);
  }

  private static NumberAxis axis(String name) {
    var axis = new NumberAxis(name);
    axis.setRange(0, 1);
    axis.setTickUnit(new NumberTickUnit(0.2));
    axis.setNumberFormatOverride(Curves.plain("0%"));
    return axis;
  }

  /** Shows one point for each level. */
  public void show(List<Coverage> points) {
    var series = new YIntervalSeries("coverage");
    for (Coverage point : points) {
      series.add(point.promised(), point.share(), point.low(), point.high());
    }
    var data = new YIntervalSeriesCollection();
    data.addSeries(series);
    plot.setDataset(points.isEmpty() ? null : data);
  }

  @Override
  public FreshChart chart() {
    return chart;
  }

  @Override
  public void dress(Ink next) {
    ink = next;
    ink.dress(chart);
    marks.setSeriesPaint(0, ink.blue());
    marks.setSeriesStroke(0, Ink.line(1.8f));
    marks.setErrorPaint(Ink.faint(ink.blue(), 150));
    marks.setErrorStroke(Ink.line(1.4f));
    plot.clearAnnotations();
    plot.addAnnotation(new XYLineAnnotation(0, 0, 1, 1, Ink.dashed(1.4f), ink.muted()));
  }
}
