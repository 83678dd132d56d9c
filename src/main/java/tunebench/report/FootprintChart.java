package tunebench.report;

import java.awt.Font;
import java.awt.geom.Rectangle2D;
import java.util.List;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.annotations.CategoryTextAnnotation;
import org.jfree.chart.axis.AxisLocation;
import org.jfree.chart.axis.CategoryAnchor;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.DatasetRenderingOrder;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.renderer.category.LineAndShapeRenderer;
import org.jfree.chart.renderer.category.StackedBarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.category.DefaultCategoryDataset;

/** Memory by quantization: codes, constants and unquantized parts stacked, the total at the end. */
final class FootprintChart {
  static final int WIDTH = 920;

  private FootprintChart() {}

  /** In the chart's units; grows with the number of bars. */
  static int height(LabsReport report) {
    return height(report.lab1().footprints());
  }

  static int height(List<Footprint> footprints) {
    return 150 + 46 * footprints.size();
  }

  static JFreeChart of(LabsReport report, ChartTheme theme) {
    return of(report.lab1().footprints(), theme);
  }

  static JFreeChart of(List<Footprint> footprints, ChartTheme theme) {
    long most = footprints.stream().mapToLong(FootprintChart::end).max().orElse(1);
    boolean large = most >= 1_000_000_000;
    double unit = large ? 1e9 : 1e6;
    var parts = new DefaultCategoryDataset();
    var measured = new DefaultCategoryDataset();
    for (Footprint f : footprints) {
      parts.addValue(f.weightBytes() / unit, "Weights or their codes", f.kind());
      parts.addValue(f.constantBytes() / unit, "Constants (scales)", f.kind());
      parts.addValue(f.unquantizedBytes() / unit, "Not quantized", f.kind());
      // Null keeps the place of a kind that was not measured.
      Long held = f.measuredBytes();
      measured.addValue(held == null ? null : held / unit, "Measured after loading", f.kind());
    }
    var kinds = new CategoryAxis();
    theme.dress(kinds);
    kinds.setTickLabelPaint(theme.ink);
    var size = new NumberAxis(large ? "GB (billion bytes)" : "MB (million bytes)");
    theme.dress(size);
    // Room on the right for the totals, which are written behind the bars.
    ChartTheme.range(size, 0, 1.3 * most / unit, 9);
    var plot = new CategoryPlot(parts, kinds, size, bars(theme));
    plot.setOrientation(PlotOrientation.HORIZONTAL);
    plot.setRangeGridlinePaint(theme.grid);
    plot.setRangeGridlineStroke(ChartTheme.line(1));
    plot.setRangeAxisLocation(AxisLocation.BOTTOM_OR_LEFT);
    if (footprints.stream().anyMatch(f -> f.measuredBytes() != null)) {
      plot.setDataset(1, measured);
      plot.setRenderer(1, ticks(theme));
    }
    for (Footprint f : footprints) {
      plot.addAnnotation(total(f, unit, theme));
    }
    plot.setDatasetRenderingOrder(DatasetRenderingOrder.FORWARD);
    return theme.chart(
        "Memory of the model",
        "By quantization; decimal units on the axis, both units beside the bars",
        plot,
        true);
  }

  private static StackedBarRenderer bars(ChartTheme theme) {
    var bars = new StackedBarRenderer();
    bars.setBarPainter(new StandardBarPainter());
    bars.setShadowVisible(false);
    bars.setDrawBarOutline(false);
    bars.setMaximumBarWidth(0.5);
    bars.setSeriesPaint(0, theme.blue);
    bars.setSeriesPaint(1, theme.orange);
    bars.setSeriesPaint(2, theme.neutral);
    return bars;
  }

  private static LineAndShapeRenderer ticks(ChartTheme theme) {
    var ticks = new LineAndShapeRenderer(false, true);
    ticks.setSeriesShape(0, new Rectangle2D.Double(-1.25, -13, 2.5, 26));
    ticks.setLegendShape(0, new Rectangle2D.Double(-1.25, -5, 2.5, 10));
    ticks.setSeriesPaint(0, theme.ink);
    return ticks;
  }

  /** Where the bar or, if that lies further out, the measured mark ends, in bytes. */
  private static long end(Footprint f) {
    Long measured = f.measuredBytes();
    return measured == null ? f.totalBytes() : Math.max(f.totalBytes(), measured);
  }

  private static CategoryTextAnnotation total(Footprint f, double unit, ChartTheme theme) {
    var text =
        new CategoryTextAnnotation("  " + Units.bytes(f.totalBytes()), f.kind(), end(f) / unit);
    text.setFont(theme.font(Font.PLAIN, 12));
    text.setPaint(theme.ink);
    text.setCategoryAnchor(CategoryAnchor.MIDDLE);
    text.setTextAnchor(TextAnchor.CENTER_LEFT);
    return text;
  }
}
