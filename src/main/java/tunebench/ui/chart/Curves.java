package tunebench.ui.chart;

import java.awt.Color;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.FieldPosition;
import java.text.NumberFormat;
import java.util.List;
import java.util.Locale;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.data.general.DatasetChangeEvent;
import org.jfree.data.xy.AbstractXYDataset;

/** One or more curves over steps. NaN is a gap. */
public final class Curves implements Drawing {
  private final Data data = new Data();
  private final DenseLines lines = new DenseLines();
  private final XYPlot plot;
  private final FreshChart chart;
  private final String unit;
  private final NumberFormat format;
  private Ink ink = Ink.LIGHT;

  /**
   * One curve.
   *
   * @param color which of the theme's series colours
   * @param faint whether it stands behind another, as raw values behind smoothed ones do
   */
  public record Curve(String name, Thin.Points points, int color, boolean faint) {}

  /** Curves with an axis below and one to the left. */
  public Curves(String across, String unit, NumberFormat format, boolean legend) {
    this.unit = unit;
    this.format = format;
    var below = new NumberAxis(across.isEmpty() ? null : across);
    below.setAutoRangeIncludesZero(false);
    below.setNumberFormatOverride(plain("#,##0.###"));
    below.setStandardTickUnits(NumberAxis.createIntegerTickUnits());
    plot = new XYPlot(data, below, linear(), lines);
    plot.setNoDataMessage(legend ? "No steps yet" : "");
    chart = new FreshChart(plot, legend);
  }

  /** A number format for very small values: {@code 2e-4}. */
  public static NumberFormat powers() {
    DecimalFormatSymbols symbols = DecimalFormatSymbols.getInstance(Locale.ENGLISH);
    symbols.setExponentSeparator("e");
    return new DecimalFormat("0.##E0", symbols) {
      private static final long serialVersionUID = 1;

      @Override
      public StringBuffer format(double number, StringBuffer to, FieldPosition at) {
        return number == 0 ? to.append('0') : super.format(number, to, at);
      }
    };
  }

  /** A number format with English digits. */
  public static NumberFormat plain(String pattern) {
    return new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ENGLISH));
  }

  /** Shows these curves instead, all at once. */
  public void show(List<Curve> curves) {
    data.curves = List.copyOf(curves);
    paint();
    data.changed();
  }

  /** Lets the axis of the values begin at zero. */
  public Curves fromZero() {
    ((NumberAxis) plot.getRangeAxis()).setAutoRangeIncludesZero(true);
    return this;
  }

  /** Whether the values stand on a logarithmic axis. */
  public void logarithmic(boolean on) {
    plot.setRangeAxis(on ? logAxis() : linear());
    dress(ink);
  }

  /**
   * The axis below.
   *
   * @param whole whether it counts whole things, such as steps
   */
  public void across(String name, boolean whole) {
    var axis = (NumberAxis) plot.getDomainAxis();
    axis.setLabel(name);
    axis.setStandardTickUnits(
        whole ? NumberAxis.createIntegerTickUnits() : NumberAxis.createStandardTickUnits());
  }

  /** Marks a step with a line from top to bottom, or none where it is NaN. */
  public void mark(double x) {
    plot.clearDomainMarkers();
    if (!Double.isNaN(x)) {
      plot.addDomainMarker(new ValueMarker(x, ink.text(), Ink.dashed(1.2f)));
    }
  }

  /** Shows all again after zooming. */
  public void whole() {
    plot.getDomainAxis().setAutoRange(true);
    plot.getRangeAxis().setAutoRange(true);
  }

  @Override
  public FreshChart chart() {
    return chart;
  }

  @Override
  public void dress(Ink next) {
    ink = next;
    ink.dress(chart);
    paint();
  }

  private void paint() {
    for (int i = 0; i < data.curves.size(); i++) {
      Curve curve = data.curves.get(i);
      Color color = ink.series(curve.color());
      lines.setSeriesPaint(i, curve.faint() ? Ink.faint(color, 70) : color, false);
      lines.setSeriesStroke(i, Ink.line(curve.faint() ? 1f : 1.8f), false);
      lines.setSeriesVisibleInLegend(i, !curve.faint(), false);
    }
  }

  private ValueAxis linear() {
    var axis = new NumberAxis(unit.isEmpty() ? null : unit);
    axis.setAutoRangeIncludesZero(false);
    axis.setNumberFormatOverride(format);
    return axis;
  }

  private ValueAxis logAxis() {
    var axis = new LogAxis(unit.isEmpty() ? null : unit);
    axis.setNumberFormatOverride(format);
    axis.setSmallestValue(1e-9);
    return axis;
  }

  private static final class Data extends AbstractXYDataset {
    private static final long serialVersionUID = 1;
    private transient List<Curve> curves = List.of();

    void changed() {
      notifyListeners(new DatasetChangeEvent(this, this));
    }

    @Override
    public int getSeriesCount() {
      return curves.size();
    }

    @Override
    public Comparable<?> getSeriesKey(int series) {
      // Two runs may have one name; JFreeChart wants no keys to be distinct in a plain XY dataset.
      return curves.get(series).name();
    }

    @Override
    public int getItemCount(int series) {
      return curves.get(series).points().size();
    }

    @Override
    public Number getX(int series, int item) {
      return getXValue(series, item);
    }

    @Override
    public Number getY(int series, int item) {
      return getYValue(series, item);
    }

    @Override
    public double getXValue(int series, int item) {
      return curves.get(series).points().x()[item];
    }

    @Override
    public double getYValue(int series, int item) {
      return curves.get(series).points().y()[item];
    }
  }
}
