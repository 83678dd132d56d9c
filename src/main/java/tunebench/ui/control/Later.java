package tunebench.ui.control;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.control.Tab;
import javafx.scene.layout.StackPane;
import tunebench.ui.work.Work;

/**
 * Room for a part of a screen that is made a frame or two later. A screen of many tables and charts
 * would hold the window up if all were made and styled at once; so each has a frame of its own.
 */
public final class Later extends StackPane {
  private static final Deque<Runnable> WAITING = new ArrayDeque<>();
  private static final AnimationTimer FRAMES =
      new AnimationTimer() {
        @Override
        public void handle(long now) {
          Runnable next = WAITING.poll();
          if (next == null) {
            stop();
          } else {
            // Not in this frame: it has its own styling to do.
            Platform.runLater(next);
          }
        }
      };

  private Later() {}

  /** A node in room of its own; at once where work does not leave the thread, as in tests. */
  public static Node part(Work work, Supplier<? extends Node> maker) {
    if (!work.leaves()) {
      return maker.get();
    }
    var room = new Later();
    WAITING.add(() -> room.getChildren().setAll(maker.get()));
    FRAMES.start();
    return room;
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
