package tunebench.ui.shell;

import javafx.geometry.Rectangle2D;
import javafx.stage.Screen;
import javafx.stage.Stage;
import tunebench.ui.work.Memory;

/** Size and place of the window and the size of its text, from one start to the next. */
public final class WindowState {
  private static final double USUAL = 13;

  private static final double SMALLEST = 10;
  private static final double LARGEST = 26;

  private final Memory memory;

  public WindowState(Memory memory) {
    this.memory = memory;
  }

  /** Places the window where it was, unless that is on no screen any more. */
  public void restore(Stage stage) {
    stage.setMinWidth(1024);
    stage.setMinHeight(680);
    stage.setWidth(number("width", 1280));
    stage.setHeight(number("height", 800));
    double x = number("x", Double.NaN);
    double y = number("y", Double.NaN);
    boolean seen =
        Screen.getScreens().stream()
            .map(Screen::getVisualBounds)
            .anyMatch((Rectangle2D screen) -> screen.contains(x + 60, y + 20));
    if (seen) {
      stage.setX(x);
      stage.setY(y);
    }
    stage.setMaximized(Boolean.parseBoolean(memory.get("maximized", "false")));
  }

  public void keep(Stage stage) {
    memory.put("maximized", Boolean.toString(stage.isMaximized()));
    if (!stage.isMaximized()) {
      memory.put("x", Double.toString(stage.getX()));
      memory.put("y", Double.toString(stage.getY()));
      memory.put("width", Double.toString(stage.getWidth()));
      memory.put("height", Double.toString(stage.getHeight()));
    }
  }

  /** The size of text in pixels. */
  public double textSize() {
    return Math.clamp(number("text", USUAL), SMALLEST, LARGEST);
  }

  /** A size of text as a share of the usual one. */
  public static double share(double size) {
    return size / USUAL;
  }

  /** Larger by a step for 1, smaller for -1, as usual for 0. */
  public double scale(int way) {
    double size = way == 0 ? USUAL : Math.clamp(textSize() + way, SMALLEST, LARGEST);
    memory.put("text", Double.toString(size));
    return size;
  }

  private double number(String name, double otherwise) {
    try {
      return Double.parseDouble(memory.get(name, Double.toString(otherwise)));
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }
}
