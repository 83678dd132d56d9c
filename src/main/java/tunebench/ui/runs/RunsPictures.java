package tunebench.ui.runs;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;
import org.jfree.chart.ChartUtils;
import org.jfree.chart.JFreeChart;
import tunebench.run.EvaluationRow;
import tunebench.ui.chart.Curves;
import tunebench.ui.chart.Pictures;

/** Runs side by side as pictures: PNG, in light colours. */
final class RunsPictures {
  private RunsPictures() {}

  /** All in one: the curves, or where no run has one the predictions. */
  static byte[] of(SideBySide side) throws IOException {
    return side.losses().isEmpty() ? scatters(side) : curves(side);
  }

  /** One curve per training run. */
  static byte[] curves(SideBySide side) throws IOException {
    var chart = new Curves("Step", "Loss of the price token", Curves.plain("0.##"), true);
    chart.show(side.losses());
    return png(Pictures.of(chart));
  }

  /** Predicted against true prices of one evaluation. */
  static byte[] scatter(List<EvaluationRow> rows) throws IOException {
    return png(Pictures.scatter(rows));
  }

  /** Predicted against true prices of each evaluation, side by side on one scale. */
  private static byte[] scatters(SideBySide side) throws IOException {
    int wide = 640;
    int high = 640;
    var image = new BufferedImage(wide * side.rows().size(), high, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    int at = 0;
    for (var entry : side.rows().entrySet()) {
      var chart = Pictures.scatter(entry.getValue());
      chart.setBackgroundPaint(Color.WHITE);
      chart.setTitle(side.name(entry.getKey()));
      chart.draw(g, new Rectangle2D.Double(at++ * wide, 0, wide, high));
    }
    g.dispose();
    var bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    return bytes.toByteArray();
  }

  private static byte[] png(JFreeChart chart) throws IOException {
    chart.setBackgroundPaint(Color.WHITE);
    var bytes = new ByteArrayOutputStream();
    ChartUtils.writeChartAsPNG(bytes, chart, 1200, 640);
    return bytes.toByteArray();
  }
}
