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
  /** What a part may weigh to be shown whole, as {@link Weight} reckons it. */
  static final int MOST = 30;

  private static final Deque<Step> WAITING = new ArrayDeque<>();
  private static final Deque<Runnable> SEEN = new ArrayDeque<>();
  private static final Deque<Runnable> UNSEEN = new ArrayDeque<>();
  private static final Deque<Runnable> LAST = new ArrayDeque<>();
  private static final Object QUIET = new Object();
  private static final FrameBudget BUDGET = new FrameBudget();
  private static boolean busy;
  private static boolean drew;
  private static long frameBegan;
  private static int styling;
  private static long filling;
  private static final AnimationTimer FRAMES =
      new AnimationTimer() {
        @Override
        public void handle(long now) {
          frameBegan = System.nanoTime();
          if (!SEEN.isEmpty() && (WAITING.isEmpty() || !drew)) {
            draw(SEEN);
          } else if (!WAITING.isEmpty()) {
            drew = false;
            // Not in this frame: it has its own styling to do.
            Platform.runLater(Later::some);
          } else if (!UNSEEN.isEmpty()) {
            draw(UNSEEN);
          } else if (!LAST.isEmpty()) {
            Platform.runLater(LAST.remove());
          } else {
            stop();
            busy(false);
          }
        }
      };

  private Later() {}

  /** Something to be shown. */
  interface Part {
    /**
     * Shows it, or some of it.
     *
     * @param room what the frame still bears
     * @return the weight of what was shown
     */
    int show(int room);
  }

  private record Step(int weight, Part part) {}

  /** Drawings and styling take turns, so that neither waits for all of the other. */
  private static void draw(Deque<Runnable> drawings) {
    drew = true;
    styling = 0;
    drawings.remove().run();
  }

  /**
   * As many steps as one frame bears, one at least. A frame that took long makes the next ones
   * smaller: how fast a machine styles, and what else it does meanwhile, nobody knows before.
   */
  private static void some() {
    long began = System.nanoTime();
    if (styling > 0) {
      BUDGET.took((began - frameBegan + filling) / 1e6);
    }
    int most = BUDGET.most();
    int weight = 0;
    // What comes while this frame is filled waits for the next.
    int left = WAITING.size();
    for (Step next = WAITING.peek();
        next != null && left-- > 0 && (weight == 0 || weight + next.weight() <= most);
        next = WAITING.peek()) {
      WAITING.remove();
      weight += next.part().show(most - weight);
    }
    styling = weight;
    filling = System.nanoTime() - began;
  }

  /**
   * Does something in one of the next frames.
   *
   * @param weight of what is to be styled then
   */
  static void step(int weight, Runnable action) {
    step(
        weight,
        room -> {
          action.run();
          return weight;
        });
  }

  /**
   * Shows something in one of the next frames, as much of it as the frame bears.
   *
   * @param weight of the least that can be shown of it
   */
  static void step(int weight, Part part) {
    WAITING.add(new Step(weight, part));
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

  /**
   * Draws on a canvas in one of the next frames, which does nothing else; at once off the window's
   * thread, where no frames are. Between two frames drawing would cost the render thread twice as
   * much.
   *
   * @param seen whether somebody waits to see it; what nobody sees comes when nothing else waits
   */
  public static void draw(boolean seen, Runnable drawing) {
    if (Platform.isFxApplicationThread()) {
      (seen ? SEEN : UNSEEN).add(drawing);
      begin();
    } else {
      drawing.run();
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
