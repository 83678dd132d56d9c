package tunebench.ui.chart;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import org.jfree.chart.ChartRenderingInfo;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.plot.Plot;

/**
 * A chart whose first text has the right font and colour in every drawing. The canvas forgets both
 * between two drawings while the graphics object on it, which is kept, believes them still set; so
 * each drawing begins with a font and a colour that nothing else uses.
 */
public final class FreshChart extends JFreeChart {
  private static final long serialVersionUID = 1;
  private static final Color NEVER_SEEN = new Color(1, 2, 3, 4);
  private static final Font NEVER_USED = new Font(Font.SANS_SERIF, Font.PLAIN, 1);

  private boolean held;

  FreshChart(Plot plot, boolean legend) {
    super(null, null, plot, legend);
  }

  /** Whether it is not to be drawn now, though the canvas asks. */
  void hold(boolean on) {
    held = on;
  }

  @Override
  public void draw(Graphics2D g, Rectangle2D area, Point2D anchor, ChartRenderingInfo info) {
    if (held) {
      return;
    }
    g.setFont(NEVER_USED);
    g.setPaint(NEVER_SEEN);
    super.draw(g, area, anchor, info);
  }
}
