package tunebench.ui.chart;

import java.util.List;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.SymbolAxis;
import org.jfree.chart.plot.IntervalMarker;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYErrorRenderer;
import org.jfree.chart.ui.Layer;
import org.jfree.chart.ui.RectangleAnchor;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.YIntervalSeries;
import org.jfree.data.xy.YIntervalSeriesCollection;
import org.jspecify.annotations.Nullable;
import tunebench.run.NoiseBand;
import tunebench.run.Scores;

/**
 * The mean absolute errors of several runs with their 95 % intervals, and behind them how far from
 * the first one the seed alone may lead.
 */
public final class MaeBand implements Drawing {
  private final XYErrorRenderer marks = new XYErrorRenderer();
  private final XYPlot plot;
  private final FreshChart chart;
  private Ink ink = Ink.LIGHT;
  private double first = Double.NaN;
  private @Nullable NoiseBand noise;

  /** One run. */
  public record Run(String name, Scores scores) {}

  public MaeBand() {
    marks.setDrawXError(false);
    marks.setSeriesShape(0, Shapes.diamond(5));
    var across = new NumberAxis("Mean absolute error");
    across.setNumberFormatOverride(Curves.plain("$#,##0.##"));
    across.setAutoRangeIncludesZero(false);
    plot = new XYPlot(null, new SymbolAxis(null, new String[] {""}), across, marks);
    plot.setOrientation(PlotOrientation.HORIZONTAL);
    plot.setNoDataMessage("No evaluation is picked");
    chart = new FreshChart(plot, false);
  }

  /** Shows these runs, the first on top. */
  public void show(List<Run> runs, @Nullable NoiseBand band) {
    noise = band;
    first = runs.isEmpty() ? Double.NaN : runs.getFirst().scores().mae();
    var series = new YIntervalSeries("MAE");
    for (int i = 0; i < runs.size(); i++) {
      Scores s = runs.get(i).scores();
      boolean wide = !Double.isNaN(s.maeLow());
      series.add(i, s.mae(), wide ? s.maeLow() : s.mae(), wide ? s.maeHigh() : s.mae());
    }
    var names = new SymbolAxis(null, runs.stream().map(Run::name).toArray(String[]::new));
    names.setInverted(true);
    names.setGridBandsVisible(false);
    names.setRange(-0.6, Math.max(0.6, runs.size() - 0.4));
    plot.setDomainAxis(names);
    var data = new YIntervalSeriesCollection();
    data.addSeries(series);
    plot.setDataset(runs.isEmpty() ? null : data);
    dress(ink);
  }

  @Override
  public FreshChart chart() {
    return chart;
  }

  @Override
  public void dress(Ink next) {
    ink = next;
    ink.dress(chart);
    plot.getDomainAxis().setTickLabelPaint(ink.text());
    marks.setSeriesPaint(0, ink.blue());
    marks.setErrorPaint(ink.blue());
    marks.setErrorStroke(Ink.line(1.8f));
    plot.clearRangeMarkers();
    NoiseBand band = noise;
    if (band != null && !Double.isNaN(first)) {
      var marker = new IntervalMarker(first - band.difference(), first + band.difference());
      marker.setPaint(Ink.faint(ink.grey(), 70));
      marker.setOutlinePaint(null);
      marker.setLabel("the seed alone");
      marker.setLabelFont(Ink.font(java.awt.Font.PLAIN, 11));
      marker.setLabelPaint(ink.text());
      marker.setLabelBackgroundColor(new java.awt.Color(0, 0, 0, 0));
      marker.setLabelAnchor(RectangleAnchor.BOTTOM);
      marker.setLabelTextAnchor(TextAnchor.BOTTOM_CENTER);
      plot.addRangeMarker(marker, Layer.BACKGROUND);
    }
  }
}
