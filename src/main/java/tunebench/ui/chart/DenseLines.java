package tunebench.ui.chart;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.Arrays;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.CrosshairState;
import org.jfree.chart.plot.PlotRenderingInfo;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYItemRendererState;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.data.xy.XYDataset;

/**
 * Lines that may have many points. A long line is drawn as one upright stroke per pixel column,
 * from the least to the greatest value in it, as sound is drawn: a thousand rectangles cost a
 * fraction of a path that goes up and down a thousand times, whose outline software has to fill.
 */
final class DenseLines extends XYLineAndShapeRenderer {
  private static final long serialVersionUID = 1;

  /** Up to here a line is drawn as a path, which looks better where it is steep. */
  private static final int FEW = 500;

  DenseLines() {
    super(true, false);
    setDrawSeriesLineAsPath(true);
  }

  @Override
  public void drawItem(
      Graphics2D g,
      XYItemRendererState state,
      Rectangle2D area,
      PlotRenderingInfo info,
      XYPlot plot,
      ValueAxis below,
      ValueAxis left,
      XYDataset data,
      int series,
      int item,
      CrosshairState crosshair,
      int pass) {
    if (data.getItemCount(series) <= FEW) {
      super.drawItem(g, state, area, info, plot, below, left, data, series, item, crosshair, pass);
    } else if (pass == 0 && item == state.getFirstItemIndex() && getItemVisible(series, item)) {
      float width = ((BasicStroke) getSeriesStroke(series)).getLineWidth();
      g.setPaint(getSeriesPaint(series));
      columns(
              area,
              state.getLastItemIndex() - item + 1,
              i ->
                  below.valueToJava2D(data.getXValue(series, item + i), area, RectangleEdge.BOTTOM),
              i -> left.valueToJava2D(data.getYValue(series, item + i), area, RectangleEdge.LEFT))
          .draw(g, width);
    }
  }

  /** A coordinate of the i-th point. */
  @FunctionalInterface
  interface At {
    double of(int i);
  }

  /** What the line covers in each column of the area: NaN where it does not go. */
  static Columns columns(Rectangle2D area, int points, At x, At y) {
    var columns = new Columns((int) Math.floor(area.getMinX()), (int) Math.ceil(area.getWidth()));
    double lastX = Double.NaN;
    double lastY = Double.NaN;
    for (int i = 0; i < points; i++) {
      double nowX = x.of(i);
      double nowY = y.of(i);
      if (Double.isNaN(nowX) || Double.isNaN(nowY)) {
        lastX = Double.NaN;
        continue;
      }
      if (Double.isNaN(lastX)) {
        columns.cover(nowX, nowY);
      } else {
        columns.line(lastX, lastY, nowX, nowY);
      }
      lastX = nowX;
      lastY = nowY;
    }
    return columns;
  }

  /** The span of each pixel column, from {@code left} on. */
  static final class Columns {
    private final int left;
    private final double[] top;
    private final double[] bottom;

    Columns(int left, int count) {
      this.left = left;
      top = new double[Math.max(1, count + 1)];
      bottom = new double[top.length];
      Arrays.fill(top, Double.NaN);
      Arrays.fill(bottom, Double.NaN);
    }

    double top(int column) {
      return top[column];
    }

    double bottom(int column) {
      return bottom[column];
    }

    void cover(double x, double y) {
      int at = (int) Math.floor(x) - left;
      if (at >= 0 && at < top.length) {
        // Written so that NaN, for nothing yet, gives way.
        top[at] = top[at] <= y ? top[at] : y;
        bottom[at] = bottom[at] >= y ? bottom[at] : y;
      }
    }

    /** A straight line; {@code x1} is not left of {@code x0}. */
    void line(double x0, double y0, double x1, double y1) {
      cover(x0, y0);
      double slope = x1 > x0 ? (y1 - y0) / (x1 - x0) : 0;
      double from = Math.max(Math.floor(x0) + 1, left);
      double to = Math.min(Math.floor(x1), left + top.length - 1);
      for (double edge = from; edge <= to; edge++) {
        double y = y0 + slope * (edge - x0);
        // Where it passes from one column to the next it belongs to both.
        cover(edge - 1, y);
        cover(edge, y);
      }
      cover(x1, y1);
    }

    private void draw(Graphics2D g, double width) {
      var rectangle = new Rectangle2D.Double();
      for (int i = 0; i < top.length; i++) {
        if (!Double.isNaN(top[i])) {
          rectangle.setRect(
              left + i, top[i] - width / 2, 1, Math.max(bottom[i] - top[i], 0) + width);
          g.fill(rectangle);
        }
      }
    }
  }
}
