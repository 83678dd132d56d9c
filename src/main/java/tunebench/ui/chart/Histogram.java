package tunebench.ui.chart;

import java.util.List;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.StandardXYBarPainter;
import org.jfree.chart.renderer.xy.XYBarRenderer;
import org.jfree.data.xy.XYBarDataset;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/** Counts by value, with marks such as the levels of a code book or a limit. */
public final class Histogram implements Drawing {
  private final XYSeriesCollection series = new XYSeriesCollection();
  private final XYBarRenderer bars = new XYBarRenderer(0.08);
  private final XYPlot plot;
  private final FreshChart chart;
  private List<Double> levels = List.of();
  private double limit = Double.NaN;
  private Ink ink = Ink.LIGHT;

  public Histogram(String across, String up) {
    var below = new NumberAxis(across);
    below.setAutoRangeIncludesZero(false);
    below.setLowerMargin(0.01);
    below.setUpperMargin(0.01);
    var left = new NumberAxis(up);
    left.setNumberFormatOverride(Curves.plain("#,##0.###"));
    bars.setShadowVisible(false);
    bars.setBarPainter(new StandardXYBarPainter());
    plot = new XYPlot(null, below, left, bars);
    plot.setNoDataMessage("Nothing to count yet");
    chart = new FreshChart(plot, false);
  }

  /**
   * One bar per count.
   *
   * @param low the first bin's lower edge
   * @param width of a bin
   */
  public void show(double low, double width, List<? extends Number> counts) {
    series.removeAllSeries();
    var one = new XYSeries("count", false);
    for (int i = 0; i < counts.size(); i++) {
      one.add(low + (i + 0.5) * width, counts.get(i).doubleValue(), false);
    }
    series.addSeries(one);
    plot.setDataset(new XYBarDataset(series, width));
  }

  /** Shows this part of the values alone. */
  public void range(double low, double high) {
    if (high > low) {
      plot.getDomainAxis().setRange(low, high);
    }
  }

  /** Marks values from top to bottom. */
  public void levels(List<Double> values) {
    levels = List.copyOf(values);
    mark();
  }

  /** Marks a limit; everything to its right is said to be cut. NaN for none. */
  public void limit(double value) {
    limit = value;
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
    bars.setSeriesPaint(0, ink.series(0));
    mark();
  }

  private void mark() {
    plot.clearDomainMarkers();
    for (double level : levels) {
      plot.addDomainMarker(new ValueMarker(level, Ink.faint(ink.orange(), 200), Ink.line(1.3f)));
    }
    if (!Double.isNaN(limit)) {
      plot.addDomainMarker(new ValueMarker(limit, ink.series(4), Ink.line(2.5f)));
    }
  }
}
