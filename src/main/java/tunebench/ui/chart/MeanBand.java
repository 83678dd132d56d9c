package tunebench.ui.chart;

import java.awt.Font;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.DatasetRenderingOrder;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYDifferenceRenderer;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.Layer;
import org.jfree.chart.ui.RectangleAnchor;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.DefaultXYDataset;

/** A mean that settles as rows come, with its interval as a band that narrows. */
public final class MeanBand implements Drawing {
  private final DefaultXYDataset band = new DefaultXYDataset();
  private final DefaultXYDataset mean = new DefaultXYDataset();
  private final XYDifferenceRenderer area = new XYDifferenceRenderer();
  private final XYLineAndShapeRenderer line = new XYLineAndShapeRenderer(true, false);
  private final XYPlot plot;
  private final FreshChart chart;
  private double floor = Double.NaN;
  private Ink ink = Ink.LIGHT;

  public MeanBand(String across, String up) {
    var below = new NumberAxis(across);
    below.setAutoRangeIncludesZero(false);
    below.setNumberFormatOverride(Curves.plain("#,##0"));
    below.setLowerMargin(0.01);
    var left = new NumberAxis(up);
    left.setNumberFormatOverride(Curves.plain("$#,##0"));
    plot = new XYPlot(null, below, left, line);
    plot.setDataset(0, mean);
    plot.setDataset(1, band);
    plot.setRenderer(1, area);
    // The band first, so that the line lies on it.
    plot.setDatasetRenderingOrder(DatasetRenderingOrder.REVERSE);
    plot.setNoDataMessage("No rows yet");
    chart = new FreshChart(plot, false);
  }

  /**
   * Shows means and their intervals after each count of rows.
   *
   * @param n counts, ascending
   * @param low NaN where there is no interval yet; there it is the mean itself that is drawn
   */
  public void show(double[] n, double[] middle, double[] low, double[] high) {
    // One drawing for all three.
    chart.setNotify(false);
    mean.addSeries("mean", new double[][] {n, middle});
    band.addSeries("high", new double[][] {n, filled(high, middle)});
    band.addSeries("low", new double[][] {n, filled(low, middle)});
    chart.setNotify(true);
  }

  private static double[] filled(double[] edge, double[] middle) {
    double[] out = edge.clone();
    for (int i = 0; i < out.length; i++) {
      out[i] = Double.isNaN(out[i]) ? middle[i] : out[i];
    }
    return out;
  }

  /** Draws what a guess without a model reaches, for comparison; NaN for none. */
  public void compare(double value) {
    floor = value;
    mark();
  }

  @Override
  public FreshChart chart() {
    return chart;
  }

  @Override
  public void dress(Ink next) {
    ink = next;
    ink.dress(chart);
    line.setSeriesPaint(0, ink.blue());
    line.setSeriesStroke(0, Ink.line(2.2f));
    area.setPositivePaint(Ink.faint(ink.blue(), 45));
    area.setNegativePaint(Ink.faint(ink.blue(), 45));
    for (int i = 0; i < 2; i++) {
      area.setSeriesPaint(i, Ink.faint(ink.blue(), 110));
      area.setSeriesStroke(i, Ink.line(1f));
    }
    mark();
  }

  private void mark() {
    plot.clearRangeMarkers();
    if (!Double.isNaN(floor)) {
      var marker = new ValueMarker(floor, ink.orange(), Ink.dashed(1.6f));
      marker.setLabel("median price");
      marker.setLabelPaint(ink.text());
      marker.setLabelFont(Ink.font(Font.PLAIN, 11));
      marker.setLabelBackgroundColor(new java.awt.Color(0, 0, 0, 0));
      marker.setLabelAnchor(RectangleAnchor.TOP_RIGHT);
      marker.setLabelTextAnchor(TextAnchor.BOTTOM_RIGHT);
      plot.addRangeMarker(marker, Layer.FOREGROUND);
    }
  }
}
