package tunebench.ui.chart;

import java.awt.Color;
import java.util.List;
import javafx.beans.value.ObservableBooleanValue;
import javafx.scene.control.Tooltip;
import javafx.scene.image.ImageView;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.Region;

/** Values of a grid as shades: none is the surface's colour, the largest is the ink's. */
public final class HeatMap extends Region {
  private final ImageView view = new ImageView();
  private final ObservableBooleanValue dark;
  private final Tooltip tip = new Tooltip();
  private List<Double> cells = List.of();
  private int rows;
  private int columns;
  private double most;
  private java.util.function.DoubleFunction<String> words = Double::toString;

  /**
   * An empty map.
   *
   * @param name for screen readers
   */
  public HeatMap(String name, ObservableBooleanValue dark) {
    this.dark = dark;
    view.setSmooth(false);
    setAccessibleText(name);
    setAccessibleRole(javafx.scene.AccessibleRole.IMAGE_VIEW);
    setMinSize(40, 40);
    getChildren().add(view);
    dark.subscribe(this::paint);
    Tooltip.install(this, tip);
    setOnMouseMoved(event -> tip.setText(at(event.getX(), event.getY())));
  }

  /**
   * Shows a grid.
   *
   * @param values row by row
   * @param largest the value with the full colour, so that several maps can share a scale
   * @param say a value in words, for the tooltip
   */
  public void show(
      int down,
      int across,
      List<Double> values,
      double largest,
      java.util.function.DoubleFunction<String> say) {
    rows = down;
    columns = across;
    cells = List.copyOf(values);
    most = largest;
    words = say;
    paint();
  }

  private String at(double x, double y) {
    if (cells.isEmpty()) {
      return "";
    }
    int row = Math.clamp((int) (y / getHeight() * rows), 0, rows - 1);
    int column = Math.clamp((int) (x / getWidth() * columns), 0, columns - 1);
    return words.apply(cells.get(row * columns + column));
  }

  private void paint() {
    if (cells.isEmpty()) {
      view.setImage(null);
      return;
    }
    Ink ink = Ink.of(dark.get());
    int[] pixels = new int[rows * columns];
    for (int i = 0; i < pixels.length; i++) {
      double share = most > 0 ? Math.clamp(cells.get(i) / most, 0, 1) : 0;
      pixels[i] = mix(ink, share);
    }
    var image = new WritableImage(columns, rows);
    image
        .getPixelWriter()
        .setPixels(0, 0, columns, rows, PixelFormat.getIntArgbInstance(), pixels, 0, columns);
    view.setImage(image);
    requestLayout();
  }

  private static int mix(Ink ink, double share) {
    Color from = ink.surface();
    Color to = ink.orange();
    return 0xFF000000
        | part(from.getRed(), to.getRed(), share) << 16
        | part(from.getGreen(), to.getGreen(), share) << 8
        | part(from.getBlue(), to.getBlue(), share);
  }

  private static int part(int from, int to, double share) {
    return (int) Math.round(from + (to - from) * share);
  }

  @Override
  protected void layoutChildren() {
    view.setFitWidth(getWidth());
    view.setFitHeight(getHeight());
    view.relocate(0, 0);
  }
}
