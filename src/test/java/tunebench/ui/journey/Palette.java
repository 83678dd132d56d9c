package tunebench.ui.journey;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javafx.scene.image.Image;
import javafx.scene.image.PixelReader;

/** A picture of a window in its 256 commonest colours: a third of the file, and nobody sees it. */
final class Palette {
  private static final int COLORS = 256;

  private Palette() {}

  static BufferedImage of(Image image) {
    int width = (int) image.getWidth();
    int height = (int) image.getHeight();
    PixelReader pixels = image.getPixelReader();
    Map<Integer, Integer> counts = new HashMap<>();
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        counts.merge(pixels.getArgb(x, y) & 0xFFFFFF, 1, Integer::sum);
      }
    }
    List<Integer> common =
        counts.entrySet().stream()
            .sorted(
                Comparator.comparing(Map.Entry<Integer, Integer>::getValue)
                    .reversed()
                    .thenComparing(Map.Entry::getKey))
            .limit(COLORS)
            .map(Map.Entry::getKey)
            .toList();
    int[] colors = common.stream().mapToInt(Integer::intValue).toArray();
    var model = new IndexColorModel(8, colors.length, colors, 0, false, -1, DataBuffer.TYPE_BYTE);
    var out = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED, model);
    Map<Integer, Integer> known = new HashMap<>();
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int rgb = pixels.getArgb(x, y) & 0xFFFFFF;
        out.getRaster().setSample(x, y, 0, known.computeIfAbsent(rgb, c -> nearest(c, colors)));
      }
    }
    return out;
  }

  private static int nearest(int rgb, int[] colors) {
    int best = 0;
    int least = Integer.MAX_VALUE;
    for (int i = 0; i < colors.length; i++) {
      int red = (rgb >> 16 & 255) - (colors[i] >> 16 & 255);
      int green = (rgb >> 8 & 255) - (colors[i] >> 8 & 255);
      int blue = (rgb & 255) - (colors[i] & 255);
      int off = red * red + green * green + blue * blue;
      if (off < least) {
        least = off;
        best = i;
      }
    }
    return best;
  }
}
