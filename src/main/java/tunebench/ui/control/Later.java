package tunebench.ui.control;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.control.Tab;
import javafx.scene.layout.Pane;
import javafx.scene.layout.StackPane;
import tunebench.ui.work.Work;

/**
 * Room for a part of a screen that is made a frame or two later. A screen of many tables and charts
 * would hold the window up if all were made and styled at once; so each has a frame of its own, and
 * a large one has several.
 */
public final class Later extends StackPane {
  /** How much is styled in one frame, as {@link Weight} reckons it. */
  static final int MOST = 30;

  private static final Deque<Step> WAITING = new ArrayDeque<>();
  private static final Deque<Runnable> LAST = new ArrayDeque<>();
  private static final Object QUIET = new Object();
  private static boolean busy;
  private static final AnimationTimer FRAMES =
      new AnimationTimer() {
        @Override
        public void handle(long now) {
          if (WAITING.isEmpty() && LAST.isEmpty()) {
            stop();
            busy(false);
          } else if (WAITING.isEmpty()) {
            Platform.runLater(LAST.remove());
          } else {
            // Not in this frame: it has its own styling to do.
            Platform.runLater(Later::some);
          }
        }
      };

  private Later() {}

  private record Step(int weight, Runnable action) {}

  /** As many steps as one frame bears, one at least. */
  private static void some() {
    int weight = 0;
    for (Step next = WAITING.peek();
        next != null && (weight == 0 || weight + next.weight() <= MOST);
        next = WAITING.peek()) {
      WAITING.remove();
      weight += next.weight();
      next.action().run();
    }
  }

  /**
   * Does something in one of the next frames.
   *
   * @param weight of what is to be styled then
   */
  static void step(int weight, Runnable action) {
    WAITING.add(new Step(weight, action));
    begin();
  }

  private static void begin() {
    busy(true);
    FRAMES.start();
  }

  private static void busy(boolean is) {
    synchronized (QUIET) {
      busy = is;
      QUIET.notifyAll();
    }
  }

  /**
   * Lets a thread that is not the window's wait until nothing waits for its frame. Styling takes
   * turns at a lock of JavaFX's, so who styles elsewhere meanwhile would hold the window up.
   */
  public static void awaitQuiet() throws InterruptedException {
    synchronized (QUIET) {
      while (busy) {
        QUIET.wait();
      }
    }
  }

  /** A node in room of its own; at once where work does not leave the thread, as in tests. */
  public static Node part(Work work, Supplier<? extends Node> maker) {
    if (!work.leaves()) {
      return maker.get();
    }
    var room = new Later();
    step(MOST, () -> Gradual.attach(room.getChildren(), maker.get()));
    return room;
  }

  /** Shows a node in a room, alone, over as many frames as it needs. */
  public static void fill(Work work, Pane room, Node node) {
    if (work.leaves()) {
      step(MOST, () -> Gradual.attach(room.getChildren(), node));
    } else {
      room.getChildren().setAll(node);
    }
  }

  /** Does something once all that waits for its frame is shown; at once where nothing waits. */
  public static void whenShown(Work work, Runnable action) {
    if (work.leaves()) {
      LAST.add(action);
      begin();
    } else {
      action.run();
    }
  }

  /** A tab whose content is made when it is first chosen. */
  public static Tab tab(String name, Work work, Supplier<? extends Node> maker) {
    var tab = new Tab(name);
    tab.selectedProperty()
        .subscribe(
            chosen -> {
              if (chosen && tab.getContent() == null) {
                tab.setContent(part(work, maker));
              }
            });
    return tab;
  }
}
