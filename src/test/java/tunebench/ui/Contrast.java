package tunebench.ui;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Labeled;
import javafx.scene.layout.Background;
import javafx.scene.layout.BackgroundFill;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.paint.Paint;
import javafx.scene.text.Text;
import org.jspecify.annotations.Nullable;

/** Contrast as WCAG 2.2 reckons it (success criterion 1.4.3), of texts on what lies behind them. */
final class Contrast {
  /** From this size on, in pixels, text is large; bold text from 18.66 on. */
  private static final double LARGE = 24;

  private static final double LARGE_BOLD = 18.66;

  private Contrast() {}

  /** From 1 to 21. */
  static double ratio(Color a, Color b) {
    double first = luminance(a);
    double second = luminance(b);
    return (Math.max(first, second) + 0.05) / (Math.min(first, second) + 0.05);
  }

  private static double luminance(Color c) {
    return 0.2126 * linear(c.getRed())
        + 0.7152 * linear(c.getGreen())
        + 0.0722 * linear(c.getBlue());
  }

  private static double linear(double v) {
    return v <= 0.04045 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4);
  }

  /** What a colour looks like on another. */
  static Color over(Color above, Color below) {
    double a = above.getOpacity();
    return Color.color(
        above.getRed() * a + below.getRed() * (1 - a),
        above.getGreen() * a + below.getGreen() * (1 - a),
        above.getBlue() * a + below.getBlue() * (1 - a));
  }

  /** The texts below a node that are seen and fall short, each with its figure. */
  static List<String> faint(Node root) {
    List<String> found = new ArrayList<>();
    look(root, found);
    return found;
  }

  private static void look(Node node, List<String> found) {
    if (!node.isVisible() || node.isDisabled() || node.getOpacity() < 1) {
      return;
    }
    if (node instanceof Text text && !text.getText().isBlank() && !icon(text)) {
      judge(text, found);
    }
    if (node instanceof Parent parent) {
      parent.getChildrenUnmodifiable().forEach(child -> look(child, found));
    }
  }

  /** Icons are signs, of which WCAG asks less; they are text to JavaFX. */
  private static boolean icon(Text text) {
    return text.getClass().getSimpleName().equals("FontIcon");
  }

  private static void judge(Text text, List<String> found) {
    if (!(text.getFill() instanceof Color fill)) {
      return;
    }
    Color behind = behind(text.getParent());
    double ratio = ratio(over(fill, behind), behind);
    double size = text.getFont().getSize();
    boolean bold = text.getFont().getStyle().toLowerCase(Locale.ROOT).contains("bold");
    double wanted = size >= LARGE || (bold && size >= LARGE_BOLD) ? 3 : 4.5;
    if (ratio < wanted - 0.005) {
      found.add(
          String.format(
              Locale.ROOT,
              "\"%s\" has %.2f of %.1f (%s on %s, %s)",
              text.getText().strip(),
              ratio,
              wanted,
              fill,
              behind,
              styles(text)));
    }
  }

  private static String styles(Node node) {
    Parent parent = node.getParent();
    return parent instanceof Labeled labeled
        ? labeled.getStyleClass().toString()
        : String.valueOf(parent == null ? "" : parent.getStyleClass());
  }

  /** All backgrounds from the node up to one that hides what is behind it. */
  private static Color behind(@Nullable Parent parent) {
    List<Color> layers = new ArrayList<>();
    for (Parent at = parent; at != null; at = at.getParent()) {
      Color own = at instanceof Region region ? top(region.getBackground()) : null;
      if (own != null) {
        layers.add(own);
        if (own.getOpacity() >= 1) {
          break;
        }
      }
    }
    Color color = Color.WHITE;
    for (Color layer : layers.reversed()) {
      color = over(layer, color);
    }
    return color;
  }

  private static @Nullable Color top(@Nullable Background background) {
    if (background == null || background.getFills().isEmpty()) {
      return null;
    }
    List<BackgroundFill> fills = background.getFills();
    Color color = null;
    for (BackgroundFill fill : fills) {
      Paint paint = fill.getFill();
      if (paint instanceof Color c && c.getOpacity() > 0) {
        color = color == null ? c : c.getOpacity() >= 1 ? c : over(c, color);
      }
    }
    return color;
  }
}
