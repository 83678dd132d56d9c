package tunebench.ui.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.List;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.Axis;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.Plot;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import tunebench.ui.control.Face;
import tunebench.ui.control.Mark;
import tunebench.ui.control.TextScale;

/** Colours and strokes of charts in the two themes; 3 to 1 at least against their surface. */
public enum Ink {
  LIGHT(
      0xFFFFFF, 0x1F2328, 0x59636E, 0xE6EAEF, 0x0969DA, 0xB35900, 0x1A7F37, 0xCF222E, 0x8250DF,
      0x818B98),
  DARK(
      0x0D1117, 0xE6EDF3, 0x9198A1, 0x262C36, 0x58A6FF, 0xE3933B, 0x3FB950, 0xF85149, 0xBC8CFF,
      0x6E7681);

  private final Color surface;
  private final Color text;
  private final Color muted;
  private final Color grid;
  private final Color blue;
  private final Color orange;
  private final Color green;
  private final Color red;
  private final Color purple;
  private final Color grey;

  Ink(int... rgb) {
    surface = new Color(rgb[0]);
    text = new Color(rgb[1]);
    muted = new Color(rgb[2]);
    grid = new Color(rgb[3]);
    blue = new Color(rgb[4]);
    orange = new Color(rgb[5]);
    green = new Color(rgb[6]);
    red = new Color(rgb[7]);
    purple = new Color(rgb[8]);
    grey = new Color(rgb[9]);
  }

  /** The ink for a theme. */
  public static Ink of(boolean dark) {
    return dark ? DARK : LIGHT;
  }

  public Color surface() {
    return surface;
  }

  public Color text() {
    return text;
  }

  public Color muted() {
    return muted;
  }

  public Color grid() {
    return grid;
  }

  public Color green() {
    return green;
  }

  public Color orange() {
    return orange;
  }

  public Color blue() {
    return blue;
  }

  public Color grey() {
    return grey;
  }

  /** A colour for the i-th of several series. */
  public Color series(int i) {
    List<Color> all = List.of(blue, orange, purple, green, red, grey);
    return all.get(Math.floorMod(i, all.size()));
  }

  /** The colour of a band. */
  public Color of(Mark mark) {
    return switch (mark) {
      case HIT -> green;
      case NEAR -> orange;
      case MISS -> red;
      case UNREAD -> text;
    };
  }

  /** The same colour, see-through; alpha from 0 to 255. */
  public static Color faint(Color color, int alpha) {
    return new Color(color.getRed(), color.getGreen(), color.getBlue(), alpha);
  }

  public static BasicStroke line(float width) {
    return new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
  }

  public static BasicStroke dashed(float width) {
    return new BasicStroke(
        width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {5, 4}, 0);
  }

  public static Font font(int style, int size) {
    return Face.ofCharts(style, (int) Math.round(size * TextScale.now()));
  }

  /** Dresses what all charts have. */
  void dress(JFreeChart chart) {
    chart.setBackgroundPaint(null);
    chart.setBorderVisible(false);
    chart.setPadding(new RectangleInsets(4, 2, 2, 8));
    Plot plot = chart.getPlot();
    plot.setBackgroundPaint(null);
    plot.setOutlineVisible(false);
    plot.setNoDataMessagePaint(muted);
    plot.setNoDataMessageFont(font(Font.PLAIN, 12));
    if (plot instanceof XYPlot xy) {
      xy.setDomainGridlinePaint(grid);
      xy.setRangeGridlinePaint(grid);
      xy.setDomainGridlineStroke(line(1));
      xy.setRangeGridlineStroke(line(1));
      dress(xy.getDomainAxis());
      dress(xy.getRangeAxis());
      // Room around its figures keeps a tall chart from being ruled like paper.
      xy.getRangeAxis().setTickLabelInsets(new RectangleInsets(9, 4, 9, 4));
    } else if (plot instanceof CategoryPlot category) {
      category.setRangeGridlinePaint(grid);
      category.setRangeGridlineStroke(line(1));
      dress(category.getDomainAxis());
      dress(category.getRangeAxis());
    }
    LegendTitle legend = chart.getLegend();
    if (legend != null) {
      legend.setPosition(RectangleEdge.TOP);
      legend.setHorizontalAlignment(HorizontalAlignment.LEFT);
      legend.setBackgroundPaint(null);
      legend.setFrame(BlockBorder.NONE);
      legend.setItemFont(font(Font.PLAIN, 12));
      legend.setItemPaint(text);
      legend.setItemLabelPadding(new RectangleInsets(1, 3, 1, 12));
    }
  }

  private void dress(Axis axis) {
    axis.setLabelFont(font(Font.PLAIN, 12));
    axis.setLabelPaint(muted);
    axis.setTickLabelFont(font(Font.PLAIN, 11));
    axis.setTickLabelPaint(muted);
    axis.setAxisLineVisible(false);
    axis.setTickMarksVisible(false);
  }
}
