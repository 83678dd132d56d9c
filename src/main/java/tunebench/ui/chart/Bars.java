package tunebench.ui.chart;

import java.awt.Color;
import java.text.NumberFormat;
import java.util.List;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.labels.StandardCategoryToolTipGenerator;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.LineAndShapeRenderer;
import org.jfree.chart.renderer.category.StackedBarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.data.category.DefaultCategoryDataset;

/** Bars by category, one or stacked, and marks beside them for what was measured. */
public final class Bars implements Drawing {
  private final BarRenderer bars;
  private final LineAndShapeRenderer marks = new LineAndShapeRenderer(false, true);
  private final CategoryPlot plot;
  private final FreshChart chart;
  private final NumberAxis axis;
  private int parts;

  /**
   * A part of every bar, or a mark beside it.
   *
   * @param values one per category; NaN for none
   */
  public record Part(String name, List<Double> values) {
    public Part {
      values = List.copyOf(values);
    }
  }

  public Bars(String unit, NumberFormat format, boolean across, boolean legend) {
    bars = new StackedBarRenderer();
    bars.setShadowVisible(false);
    bars.setBarPainter(new StandardBarPainter());
    bars.setMaximumBarWidth(0.11);
    bars.setDefaultToolTipGenerator(new StandardCategoryToolTipGenerator("{1}: {0} {2}", format));
    axis = new NumberAxis(unit);
    axis.setNumberFormatOverride(format);
    var names = new CategoryAxis(null);
    names.setCategoryMargin(0.28);
    names.setMaximumCategoryLabelLines(2);
    plot = new CategoryPlot(null, names, axis, bars);
    plot.setOrientation(across ? PlotOrientation.HORIZONTAL : PlotOrientation.VERTICAL);
    plot.setNoDataMessage("Nothing to compare yet");
    plot.setRenderer(1, marks);
    plot.setDatasetRenderingOrder(org.jfree.chart.plot.DatasetRenderingOrder.FORWARD);
    chart = new FreshChart(plot, legend);
  }

  /** Shows parts stacked upon each other, with marks where a category has a measured value. */
  public void show(String unit, List<String> categories, List<Part> stacked, List<Part> measured) {
    axis.setLabel(unit);
    parts = stacked.size();
    plot.setDataset(0, data(categories, stacked));
    plot.setDataset(1, data(categories, measured));
  }

  private static DefaultCategoryDataset data(List<String> categories, List<Part> parts) {
    var data = new DefaultCategoryDataset();
    for (Part part : parts) {
      for (int i = 0; i < categories.size(); i++) {
        double value = part.values().get(i);
        data.addValue(Double.isNaN(value) ? null : value, part.name(), categories.get(i));
      }
    }
    return data;
  }

  @Override
  public FreshChart chart() {
    return chart;
  }

  @Override
  public void dress(Ink ink) {
    ink.dress(chart);
    plot.getDomainAxis().setTickLabelFont(Ink.font(java.awt.Font.PLAIN, 12));
    plot.getDomainAxis().setTickLabelPaint(ink.text());
    Color[] colors = {ink.series(0), ink.series(1), ink.series(5), ink.series(2)};
    for (int i = 0; i < Math.max(parts, colors.length); i++) {
      bars.setSeriesPaint(i, colors[i % colors.length]);
    }
    marks.setSeriesPaint(0, ink.text());
    marks.setSeriesShape(0, Shapes.diamond(6));
  }
}
