package tunebench.ui.journey;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import javafx.geometry.VerticalDirection;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import org.testfx.api.FxRobot;
import org.testfx.util.WaitForAsyncUtils;

/** A learner's hand: moves the real pointer, presses real keys, drags a real file. */
final class Hand {
  private static final int LOOK_MILLIS = 60;

  private final FxRobot robot = new FxRobot();
  private final Stage window;

  Hand(Stage window) {
    this.window = window;
  }

  void click(String query) {
    until(query + " can be clicked", () -> present(query));
    robot.clickOn(query);
  }

  private boolean present(String query) {
    return robot.lookup(query).match(Hand::clickable).tryQuery().isPresent();
  }

  private static boolean clickable(Node node) {
    boolean on = !node.isDisabled();
    for (Node at = node; at != null && on; at = at.getParent()) {
      on = at.isVisible();
    }
    return on;
  }

  /** The node that is seen of those that match. */
  <N extends Node> N look(Class<N> type, String selector) {
    return type.cast(robot.lookup(selector).match(Hand::clickable).query());
  }

  boolean sees(String query) {
    return present(query);
  }

  /** Clicks with Ctrl held, to add to a selection. */
  void clickToo(Node node) {
    robot.press(KeyCode.CONTROL);
    robot.clickOn(node);
    robot.release(KeyCode.CONTROL);
  }

  void click(Node node) {
    robot.clickOn(node);
  }

  /** Puts a text into a field. */
  void write(String query, String text) {
    click(query);
    robot.press(KeyCode.CONTROL).type(KeyCode.A).release(KeyCode.CONTROL);
    robot.write(text);
  }

  void keys(KeyCode held, KeyCode key) {
    robot.press(held).type(key).release(held);
  }

  void type(KeyCode... keys) {
    robot.type(keys);
  }

  void scrollDown(String query, int by) {
    robot.moveTo(query);
    robot.scroll(by, VerticalDirection.DOWN);
  }

  void dragBy(Node node, double fromX, double fromY, double byX, double byY) {
    var bounds = onFx(() -> node.localToScreen(node.getBoundsInLocal()));
    robot.drag(
        bounds.getMinX() + fromX * bounds.getWidth(),
        bounds.getMinY() + fromY * bounds.getHeight());
    robot.dropBy(byX, byY);
  }

  /** Drags a file from another window, as from a file manager, onto a node. */
  void dragFile(Path file, String target) {
    Stage manager =
        onFx(
            () -> {
              var label = new Label(file.getFileName().toString());
              label.setId("file-in-manager");
              label.setOnDragDetected(
                  event -> {
                    var board = label.startDragAndDrop(TransferMode.COPY);
                    var content = new ClipboardContent();
                    content.putFiles(List.of(file.toFile()));
                    board.setContent(content);
                    event.consume();
                  });
              var stage = new Stage();
              stage.setScene(new Scene(new StackPane(label), 240, 120));
              stage.setX(window.getX() + window.getWidth() + 40);
              stage.setY(200);
              stage.show();
              return stage;
            });
    WaitForAsyncUtils.waitForFxEvents();
    robot.drag("#file-in-manager").dropTo(target);
    onFx(
        () -> {
          manager.hide();
          // A bare display has no window manager that would give the focus back.
          window.requestFocus();
          return true;
        });
    robot.targetWindow(window);
  }

  static <T> T onFx(Callable<T> action) {
    return WaitForAsyncUtils.waitForAsyncFx(180_000, action);
  }

  /** Waits until something is so; fails with its name when that takes longer than five minutes. */
  void until(String what, Callable<Boolean> condition) {
    until(what, 300, condition);
  }

  void until(String what, int seconds, Callable<Boolean> condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    try {
      while (!onFx(condition)) {
        if (System.nanoTime() > end) {
          throw new AssertionError("It did not come about within " + seconds + " s that " + what);
        }
        // Looking costs the FX thread time, which is being measured.
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
