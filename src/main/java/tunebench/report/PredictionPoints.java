package tunebench.report;

import java.awt.BasicStroke;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.jspecify.annotations.Nullable;

/**
 * The points of a prediction chart, one series for each {@link Mark}. A wild guess would press all
 * others into a corner, so guesses far above every true price are drawn at the upper edge and
 * counted; so are guesses below 0, at the lower one.
 */
final class PredictionPoints {
  /** The axes reach at most this many times the highest true price. */
  private static final double REACH = 1.2;

  private record Point(double truth, double guess, Mark mark) {}

  private final List<Point> points;
  private final double highest;
  private final double top;

  PredictionPoints(
      List<PricedProduct> products,
      Function<PricedProduct, PricedProduct.@Nullable Answer> answer) {
    points =
        products.stream()
            .map(product -> point(product.truth(), answer.apply(product)))
            .filter(Objects::nonNull)
            .toList();
    double dearest = points.stream().mapToDouble(Point::truth).max().orElse(0);
    highest = points.stream().mapToDouble(Point::guess).max().orElse(0);
    top = Math.max(1, 1.03 * Math.max(dearest, Math.min(highest, REACH * dearest)));
  }

  private static @Nullable Point point(double truth, PricedProduct.@Nullable Answer answer) {
    return answer == null ? null : new Point(truth, answer.guess(), Mark.of(answer, truth));
  }

  /** Both axes run from 0 to here, in dollars. */
  double top() {
    return top;
  }

  /** What had to be drawn at an edge, in words. */
  List<String> beyond() {
    List<String> words = new ArrayList<>();
    long above = points.stream().filter(p -> p.guess > top).count();
    if (above > 0) {
      words.add(
          Units.number(
              "%,d above the chart, drawn at its upper edge (highest %s)",
              above, Units.dollars(highest)));
    }
    long below = points.stream().filter(p -> p.guess < 0).count();
    if (below > 0) {
      words.add(Units.number("%,d below $0, drawn at the lower edge", below));
    }
    return words;
  }

  /** The series, and how the renderer is to draw each; marks that do not occur are left out. */
  XYSeriesCollection data(XYLineAndShapeRenderer renderer, ChartTheme theme) {
    var data = new XYSeriesCollection();
    for (Mark mark : Mark.values()) {
      List<Point> marked = points.stream().filter(p -> p.mark == mark).toList();
      if (!marked.isEmpty()) {
        int index = data.getSeriesCount();
        renderer.setSeriesShape(index, mark.shape());
        renderer.setSeriesShapesFilled(index, mark.filled());
        renderer.setSeriesPaint(index, ChartTheme.faint(mark.color(theme), 205));
        renderer.setSeriesStroke(index, new BasicStroke(1.7f));
        data.addSeries(series(mark, marked));
      }
    }
    return data;
  }

  private XYSeries series(Mark mark, List<Point> marked) {
    String share = Units.percent(100.0 * marked.size() / points.size());
    String name = Units.number("%s: %,d (%s)", mark.meaning, marked.size(), share);
    var series = new XYSeries(name, false, true);
    marked.forEach(p -> series.add(p.truth, Math.clamp(p.guess, 0, top)));
    return series;
  }
}
