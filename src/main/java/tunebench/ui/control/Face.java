package tunebench.ui.control;

import java.awt.FontFormatException;
import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import javafx.scene.text.Font;
import org.jspecify.annotations.Nullable;

/**
 * The typefaces of the window and its charts. Both are in the box, so that the window looks alike
 * on every machine, also on one that has no fonts.
 */
public final class Face {
  private static final Logger LOG = Logger.getLogger(Face.class.getName());
  private static final String INTER = "/com/formdev/flatlaf/fonts/inter/";
  private static final String MONO = "/com/formdev/flatlaf/fonts/jetbrains_mono/";
  private static final List<String> TEXT =
      List.of(INTER + "Inter-Regular.otf", INTER + "Inter-Bold.otf");
  private static final String NAME = load();

  private Face() {}

  /** The family's name for text. */
  public static String name() {
    return NAME;
  }

  /**
   * Reads the face of tokens and reports, which the style sheet names; the start can do without.
   */
  public static void readMono() {
    load(MONO + "JetBrainsMono-Regular.ttf", "monospace");
  }

  private static String load() {
    String regular = load(TEXT.getFirst(), "System");
    load(TEXT.getLast(), "System");
    return regular;
  }

  private static String load(String file, String otherwise) {
    try (InputStream in = Face.class.getResourceAsStream(file)) {
      @Nullable Font font = in == null ? null : Font.loadFont(in, 13);
      return font == null ? otherwise : font.getFamily();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "The typeface " + file + " cannot be read", e);
      return otherwise;
    }
  }

  /** The same for AWT, which measures the texts of charts: made when the first chart is. */
  private static final class OfCharts {
    static final boolean THERE = register();

    private static boolean register() {
      for (String file : TEXT) {
        try (InputStream in = Face.class.getResourceAsStream(file)) {
          if (in != null) {
            var font = java.awt.Font.createFont(java.awt.Font.TRUETYPE_FONT, in);
            // False where the machine has a face of that name, which does as well.
            GraphicsEnvironment.getLocalGraphicsEnvironment().registerFont(font);
          }
        } catch (IOException | FontFormatException e) {
          LOG.log(Level.WARNING, "The typeface " + file + " cannot be used in charts", e);
          return false;
        }
      }
      return true;
    }
  }

  /**
   * A font for charts.
   *
   * @param style as in {@link java.awt.Font}
   */
  public static java.awt.Font ofCharts(int style, int size) {
    return new java.awt.Font(OfCharts.THERE ? NAME : java.awt.Font.SANS_SERIF, style, size);
  }
}
