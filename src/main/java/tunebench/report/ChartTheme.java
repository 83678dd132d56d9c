package tunebench.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.GraphicsEnvironment;
import java.util.List;
import java.util.Set;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.Axis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.plot.Plot;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;

/**
 * The look that all charts share: one sans-serif face, quiet grid lines, no boxes, titles to the
 * left. Colours keep a contrast of at least 3 to 1 on their surface.
 */
enum ChartTheme {
  LIGHT(0xFFFFFF, 0x1D2430, 0x5B6675, 0xE4E8ED, 0x2466AE, 0xB86A10, 0x23804F, 0xC23345, 0x8A94A2),
  DARK(0x161B22, 0xE6EAF0, 0x9AA6B5, 0x2B333E, 0x6CA8E8, 0xEDA24A, 0x58BF87, 0xF27482, 0x6F7B8C);

  private static final String FAMILY = family();

  final Color surface;
  final Color ink;
  final Color muted;
  final Color grid;
  final Color blue;
  final Color orange;
  final Color green;
  final Color red;
  final Color neutral;

  ChartTheme(int... rgb) {
    surface = new Color(rgb[0]);
    ink = new Color(rgb[1]);
    muted = new Color(rgb[2]);
    grid = new Color(rgb[3]);
    blue = new Color(rgb[4]);
    orange = new Color(rgb[5]);
    green = new Color(rgb[6]);
    red = new Color(rgb[7]);
    neutral = new Color(rgb[8]);
  }

  Font font(int style, int size) {
    return new Font(FAMILY, style, size);
  }

  /** A chart of the plot with a title, a subtitle and, where wanted, a legend below. */
  JFreeChart chart(String title, String subtitle, Plot plot, boolean legend) {
    var chart = new JFreeChart(null, font(Font.PLAIN, 12), plot, legend);
    chart.setBackgroundPaint(surface);
    chart.setBorderVisible(false);
    chart.setPadding(new RectangleInsets(12, 12, 8, 20));
    plot.setBackgroundPaint(surface);
    plot.setOutlineVisible(false);
    plot.setInsets(new RectangleInsets(8, 0, 0, 4));
    // Titles added at the top stack downwards in the order given.
    chart.addSubtitle(0, line(title, font(Font.BOLD, 16), ink));
    chart.addSubtitle(1, line(subtitle, font(Font.PLAIN, 12), muted));
    if (chart.getLegend() != null) {
      dress(chart.getLegend());
    }
    return chart;
  }

  void dress(Axis axis) {
    axis.setLabelFont(font(Font.PLAIN, 12));
    axis.setLabelPaint(muted);
    axis.setTickLabelFont(font(Font.PLAIN, 12));
    axis.setTickLabelPaint(muted);
    axis.setAxisLineVisible(false);
    axis.setTickMarksVisible(false);
    axis.setTickLabelInsets(new RectangleInsets(3, 6, 3, 6));
  }

  /** Sets the range, and a tick at every round number, about {@code ticks} of them. */
  static void range(NumberAxis axis, double from, double to, int ticks) {
    double rough = (to - from) / ticks;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double digit = rough / power;
    double round = digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10;
    axis.setRange(from, to);
    axis.setTickUnit(new NumberTickUnit(round * power));
  }

  static BasicStroke line(float width) {
    return new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
  }

  static Color faint(Color color, int alpha) {
    return new Color(color.getRed(), color.getGreen(), color.getBlue(), alpha);
  }

  private void dress(LegendTitle legend) {
    legend.setPosition(RectangleEdge.BOTTOM);
    legend.setBackgroundPaint(surface);
    legend.setFrame(BlockBorder.NONE);
    legend.setItemFont(font(Font.PLAIN, 12));
    legend.setItemPaint(ink);
    legend.setItemLabelPadding(new RectangleInsets(2, 4, 2, 12));
    legend.setHorizontalAlignment(HorizontalAlignment.LEFT);
  }

  private static TextTitle line(String text, Font font, Color color) {
    var title = new TextTitle(text, font);
    title.setPaint(color);
    title.setHorizontalAlignment(HorizontalAlignment.LEFT);
    title.setTextAlignment(HorizontalAlignment.LEFT);
    title.setPadding(new RectangleInsets(1, 8, 1, 8));
    return title;
  }

  private static String family() {
    // A DISPLAY that is set but dead would end the drawing with an error, and none is needed. This
    // is the first touch of AWT in drawing a report; later would be too late.
    if (System.getProperty("java.awt.headless") == null) {
      System.setProperty("java.awt.headless", "true");
    }
    Set<String> there =
        Set.of(GraphicsEnvironment.getLocalGraphicsEnvironment().getAvailableFontFamilyNames());
    return List.of(
            "Inter", "Segoe UI", "Helvetica Neue", "Noto Sans", "Liberation Sans", "DejaVu Sans")
        .stream()
        .filter(there::contains)
        .findFirst()
        .orElse(Font.SANS_SERIF);
  }
}
