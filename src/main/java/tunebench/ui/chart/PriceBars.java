package tunebench.ui.chart;

import java.util.List;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.IntervalMarker;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.StandardXYBarPainter;
import org.jfree.chart.renderer.xy.XYBarRenderer;
import org.jfree.chart.ui.Layer;
import org.jfree.chart.ui.RectangleAnchor;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.XYBarDataset;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.jspecify.annotations.Nullable;
import tunebench.run.EvaluationRow;
import tunebench.run.PriceBelief;
import tunebench.run.PriceSpan;
import tunebench.run.PriceWeight;

/**
 * The prices that the model held possible, the true price and the guess as lines, and behind them
 * the interval that holds 80 % of its belief.
 */
public final class PriceBars implements Drawing {
  private final XYBarRenderer bars = new XYBarRenderer();
  private final XYPlot plot;
  private final FreshChart chart;
  private Ink ink = Ink.LIGHT;
  private double truth = Double.NaN;
  private double guess = Double.NaN;
  private @Nullable PriceSpan eighty;

  public PriceBars() {
    var below = new NumberAxis("Price");
    below.setNumberFormatOverride(Curves.plain("$#,##0"));
    below.setAutoRangeIncludesZero(false);
    var left = new NumberAxis("Probability");
    left.setNumberFormatOverride(Curves.plain("0.##%"));
    bars.setShadowVisible(false);
    bars.setBarPainter(new StandardXYBarPainter());
    plot = new XYPlot(null, below, left, bars);
    plot.setNoDataMessage("This decoder keeps no distribution");
    chart = new FreshChart(plot, false);
  }

  /** Shows a row's distribution. */
  public void show(EvaluationRow row) {
    truth = row.truth();
    guess = row.guess();
    PriceBelief belief = row.belief();
    eighty = belief == null ? null : belief.span(0.8).orElse(null);
    var series = new XYSeries("p", true);
    List<PriceWeight> prices = row.distribution();
    double low = Math.min(truth, guess);
    double high = Math.max(truth, guess);
    for (PriceWeight p : prices) {
      series.add(p.price(), p.probability());
      low = Math.min(low, p.price());
      high = Math.max(high, p.price());
    }
    double wide = Math.max(high - low, 4);
    plot.setDataset(
        prices.isEmpty()
            ? null
            : new XYBarDataset(new XYSeriesCollection(series), Math.max(0.8, wide / 60)));
    plot.getDomainAxis().setRange(low - 0.06 * wide, high + 0.06 * wide);
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
    bars.setSeriesPaint(0, ink.blue());
    mark();
  }

  private void mark() {
    plot.clearDomainMarkers();
    PriceSpan span = eighty;
    if (span != null) {
      // Half a dollar on either side: a price is the middle of its bar.
      var inside = new IntervalMarker(span.low() - 0.5, span.high() + 0.5);
      inside.setPaint(Ink.faint(ink.blue(), 34));
      inside.setOutlinePaint(null);
      plot.addDomainMarker(inside, Layer.BACKGROUND);
    }
    if (!Double.isNaN(truth)) {
      plot.addDomainMarker(line(truth, "true", ink.green(), Ink.line(2f)));
      plot.addDomainMarker(line(guess, "guess", ink.orange(), Ink.dashed(2f)));
    }
  }

  private ValueMarker line(double at, String name, java.awt.Color color, java.awt.Stroke stroke) {
    var marker = new ValueMarker(at, color, stroke);
    marker.setLabel(name);
    marker.setLabelPaint(ink.text());
    marker.setLabelFont(Ink.font(java.awt.Font.PLAIN, 11));
    marker.setLabelBackgroundColor(new java.awt.Color(0, 0, 0, 0));
    // Towards the middle, where there is room; the two stand on different heights.
    boolean right = at < plot.getDomainAxis().getRange().getCentralValue();
    boolean low = name.equals("guess");
    marker.setLabelAnchor(
        right
            ? low ? RectangleAnchor.RIGHT : RectangleAnchor.TOP_RIGHT
            : low ? RectangleAnchor.LEFT : RectangleAnchor.TOP_LEFT);
    marker.setLabelTextAnchor(right ? TextAnchor.TOP_LEFT : TextAnchor.TOP_RIGHT);
    return marker;
  }
}
