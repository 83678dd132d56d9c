package tunebench.ui.chart;

import java.awt.geom.Point2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jfree.chart.annotations.XYLineAnnotation;
import org.jfree.chart.annotations.XYPolygonAnnotation;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.Layer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.jspecify.annotations.Nullable;
import tunebench.run.EvaluationRow;
import tunebench.ui.control.Mark;

/**
 * Predicted against true prices with the line of perfect guesses and the course's bands; or the
 * residuals, guess less truth, against true prices.
 */
public final class PriceScatter implements Drawing {
  /** The course's limits in dollars and as a share: of a hit, then of a near guess. */
  private static final double[][] BANDS = {{80, 0.4}, {40, 0.2}};

  private static final List<Mark> MARKS = List.of(Mark.values());

  private final boolean residuals;
  private final XYSeriesCollection points = new XYSeriesCollection();
  private final XYSeriesCollection chosen = new XYSeriesCollection();
  private final XYLineAndShapeRenderer marks = new XYLineAndShapeRenderer(false, true);
  private final XYLineAndShapeRenderer rings = new XYLineAndShapeRenderer(false, true);
  private final NumberAxis across = axis("True price");
  private final NumberAxis up;
  private final XYPlot plot;
  private final FreshChart chart;
  private List<EvaluationRow> rows = List.of();
  private Ink ink = Ink.LIGHT;
  private double top = 100;

  public PriceScatter(boolean residuals) {
    this.residuals = residuals;
    up = axis(residuals ? "Guess less truth" : "Guess");
    plot = new XYPlot(points, across, up, marks);
    plot.setDataset(1, chosen);
    plot.setRenderer(1, rings);
    // The second dataset is the ring around what is chosen: drawn last, on top.
    plot.setDatasetRenderingOrder(org.jfree.chart.plot.DatasetRenderingOrder.FORWARD);
    chart = new FreshChart(plot, false);
    for (int i = 0; i < MARKS.size(); i++) {
      Mark mark = MARKS.get(i);
      marks.setSeriesShape(i, Shapes.of(mark));
      marks.setSeriesShapesFilled(i, mark == Mark.HIT || mark == Mark.NEAR);
    }
    rings.setSeriesShape(0, Shapes.ring(8));
    rings.setSeriesShapesFilled(0, false);
  }

  private static NumberAxis axis(String name) {
    var axis = new NumberAxis(name);
    axis.setNumberFormatOverride(Curves.plain("$#,##0;-$#,##0"));
    return axis;
  }

  /** Shows these rows, all others gone. */
  public void show(List<EvaluationRow> shown) {
    rows = List.copyOf(shown);
    plot.setNotify(false);
    points.removeAllSeries();
    for (Mark mark : MARKS) {
      var series = new XYSeries(mark.word(), false);
      for (EvaluationRow row : rows) {
        if (Mark.of(row) == mark) {
          series.add(row.truth(), y(row), false);
        }
      }
      points.addSeries(series);
    }
    fit();
    plot.setNotify(true);
  }

  /** Rings around the rows with these indexes. */
  public void choose(Set<Integer> indexes) {
    chosen.removeAllSeries();
    var series = new XYSeries("chosen", false);
    for (EvaluationRow row : rows) {
      if (indexes.contains(row.index())) {
        series.add(row.truth(), y(row), false);
      }
    }
    chosen.addSeries(series);
  }

  /** The row nearest to a place, or null where none is within a fortieth of the range. */
  public @Nullable EvaluationRow near(Point2D at) {
    EvaluationRow best = null;
    double reach = 1.0 / 40;
    for (EvaluationRow row : rows) {
      double dx = (row.truth() - at.getX()) / across.getRange().getLength();
      double dy = (y(row) - at.getY()) / up.getRange().getLength();
      double far = Math.hypot(dx, dy);
      if (far < reach) {
        reach = far;
        best = row;
      }
    }
    return best;
  }

  /** The indexes of the rows between two corners. */
  public Set<Integer> between(Point2D a, Point2D b) {
    List<Integer> found = new ArrayList<>();
    for (EvaluationRow row : rows) {
      boolean inX = (row.truth() - a.getX()) * (row.truth() - b.getX()) <= 0;
      boolean inY = (y(row) - a.getY()) * (y(row) - b.getY()) <= 0;
      if (inX && inY) {
        found.add(row.index());
      }
    }
    return Set.copyOf(found);
  }

  /**
   * Zooms out until all rows are to be seen; guesses far beyond are cut at three times the truth.
   */
  private void fit() {
    double truth = rows.stream().mapToDouble(EvaluationRow::truth).max().orElse(100);
    double guess = rows.stream().mapToDouble(EvaluationRow::guess).max().orElse(100);
    top = Math.max(truth, Math.min(guess, 1.5 * truth));
    across.setRange(-0.02 * top, 1.02 * top);
    if (residuals) {
      double most = rows.stream().mapToDouble(EvaluationRow::error).max().orElse(100);
      double edge = Math.min(Math.max(most, 80) * 1.05, 1.5 * top);
      up.setRange(-edge, edge);
    } else {
      up.setRange(-0.02 * top, 1.02 * top);
    }
    shade();
  }

  private double y(EvaluationRow row) {
    return residuals ? row.guess() - row.truth() : row.guess();
  }

  @Override
  public FreshChart chart() {
    return chart;
  }

  @Override
  public void dress(Ink next) {
    ink = next;
    ink.dress(chart);
    for (int i = 0; i < MARKS.size(); i++) {
      marks.setSeriesPaint(i, ink.of(MARKS.get(i)));
      marks.setSeriesOutlineStroke(i, Ink.line(1.4f));
      marks.setSeriesStroke(i, Ink.line(1.4f));
    }
    rings.setSeriesPaint(0, ink.blue());
    rings.setSeriesStroke(0, Ink.line(2.2f));
    shade();
  }

  private void shade() {
    marks.removeAnnotations();
    marks.addAnnotation(band(BANDS[0], ink.orange()), Layer.BACKGROUND);
    marks.addAnnotation(band(BANDS[1], ink.green()), Layer.BACKGROUND);
    double far = 4 * top;
    marks.addAnnotation(
        new XYLineAnnotation(0, 0, far, residuals ? 0 : far, Ink.line(1.4f), ink.blue()),
        Layer.BACKGROUND);
  }

  /**
   * What lies within dollars or a share of the truth; it bends where one gives way to the other.
   */
  private XYPolygonAnnotation band(double[] limit, java.awt.Color color) {
    double bend = limit[0] / limit[1];
    double far = 4 * top;
    double wide = limit[1] * far;
    double[] lows = {0, -limit[0], bend, -limit[0], far, -wide};
    double[] highs = {far, wide, bend, limit[0], 0, limit[0]};
    double[] corners = new double[12];
    for (int i = 0; i < 6; i += 2) {
      corners[i] = lows[i];
      corners[i + 1] = (residuals ? 0 : lows[i]) + lows[i + 1];
      corners[6 + i] = highs[i];
      corners[7 + i] = (residuals ? 0 : highs[i]) + highs[i + 1];
    }
    return new XYPolygonAnnotation(corners, null, null, Ink.faint(color, 30));
  }
}
