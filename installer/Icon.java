import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;

/**
 * Draws the program's icon: a loss that falls through five points, one for each lab. Run as {@code
 * java installer/Icon.java FOLDER}; writes tunebench.svg, .png, .ico and .icns.
 */
final class Icon {
  private static final Color GROUND = new Color(0x1d, 0x4f, 0x86);
  private static final Color LINE = new Color(0xf4, 0xf7, 0xfb);
  private static final Color LAST = new Color(0xf2, 0xb1, 0x3c);

  /** The five points, as shares of the icon's side. */
  private static final double[][] POINTS = {
    {0.18, 0.22}, {0.33, 0.50}, {0.50, 0.64}, {0.66, 0.72}, {0.82, 0.76}
  };

  private Icon() {}

  public static void main(String[] args) throws IOException {
    System.setProperty("java.awt.headless", "true");
    Path folder = Path.of(args[0]);
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("tunebench.svg"), svg());
    Files.write(folder.resolve("tunebench.png"), png(512));
    Files.write(folder.resolve("tunebench.ico"), ico(List.of(16, 32, 48, 256)));
    Files.write(folder.resolve("tunebench.icns"), icns());
  }

  private static byte[] png(int side) throws IOException {
    BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_ARGB);
    Graphics2D g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    g.scale(side, side);
    g.setColor(GROUND);
    g.fill(new RoundRectangle2D.Double(0.02, 0.02, 0.96, 0.96, 0.36, 0.36));
    Path2D line = new Path2D.Double();
    line.moveTo(POINTS[0][0], POINTS[0][1]);
    for (int i = 1; i < POINTS.length; i++) {
      line.lineTo(POINTS[i][0], POINTS[i][1]);
    }
    g.setColor(LINE);
    g.setStroke(new BasicStroke(0.06f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    g.draw(line);
    for (int i = 0; i < POINTS.length; i++) {
      double radius = i == POINTS.length - 1 ? 0.095 : 0.065;
      g.setColor(i == POINTS.length - 1 ? LAST : LINE);
      g.fill(
          new Ellipse2D.Double(
              POINTS[i][0] - radius, POINTS[i][1] - radius, 2 * radius, 2 * radius));
    }
    g.dispose();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "png", out);
    return out.toByteArray();
  }

  private static String svg() {
    StringBuilder line = new StringBuilder();
    StringBuilder dots = new StringBuilder();
    for (int i = 0; i < POINTS.length; i++) {
      boolean last = i == POINTS.length - 1;
      line.append(String.format(Locale.ROOT, "%.1f,%.1f ", 128 * POINTS[i][0], 128 * POINTS[i][1]));
      dots.append(
          String.format(
              Locale.ROOT,
              "  <circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" fill=\"%s\"/>%n",
              128 * POINTS[i][0],
              128 * POINTS[i][1],
              last ? 12.2 : 8.3,
              hex(last ? LAST : LINE)));
    }
    return """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 128 128">
      <rect x="2.6" y="2.6" width="122.8" height="122.8" rx="23" fill="%s"/>
      <polyline points="%s" fill="none" stroke="%s" stroke-width="7.7" stroke-linecap="round" stroke-linejoin="round"/>
    %s</svg>
    """
        .formatted(hex(GROUND), line.toString().strip(), hex(LINE), dots);
  }

  private static String hex(Color color) {
    return String.format("#%06x", color.getRGB() & 0xffffff);
  }

  /** A directory of PNG pictures, as Windows takes it since Vista. */
  private static byte[] ico(List<Integer> sides) throws IOException {
    List<byte[]> pictures = sides.stream().map(Icon::unchecked).toList();
    int offset = 6 + 16 * sides.size();
    int length = offset + pictures.stream().mapToInt(p -> p.length).sum();
    ByteBuffer out = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    out.putShort((short) 0).putShort((short) 1).putShort((short) sides.size());
    for (int i = 0; i < sides.size(); i++) {
      // 256 is written as 0.
      out.put(sides.get(i).byteValue()).put(sides.get(i).byteValue()).putShort((short) 0);
      out.putShort((short) 1).putShort((short) 32).putInt(pictures.get(i).length).putInt(offset);
      offset += pictures.get(i).length;
    }
    pictures.forEach(out::put);
    return out.array();
  }

  /** Apple's container: PNG pictures of 128, 256 and 512 pixels. */
  private static byte[] icns() throws IOException {
    ByteArrayOutputStream parts = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(parts);
    String[] types = {"ic07", "ic08", "ic09"};
    for (int i = 0; i < types.length; i++) {
      byte[] picture = png(128 << i);
      out.write(types[i].getBytes(StandardCharsets.US_ASCII));
      out.writeInt(8 + picture.length);
      out.write(picture);
    }
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    DataOutputStream whole = new DataOutputStream(file);
    whole.write("icns".getBytes(StandardCharsets.US_ASCII));
    whole.writeInt(8 + parts.size());
    parts.writeTo(whole);
    return file.toByteArray();
  }

  private static byte[] unchecked(int side) {
    try {
      return png(side);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
