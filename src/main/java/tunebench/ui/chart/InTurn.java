package tunebench.ui.chart;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import javafx.animation.AnimationTimer;
import tunebench.ui.work.Work;

/**
 * Drawings that change together, one told in each frame: five curves that take their new values at
 * once would cost a frame, before any is drawn. What is overtaken by newer is left out.
 */
public final class InTurn {
  private final SequencedMap<Object, Runnable> waiting = new LinkedHashMap<>();
  private final AnimationTimer frames =
      new AnimationTimer() {
        @Override
        public void handle(long now) {
          next();
        }
      };
  private final boolean atOnce;

  /** At once where work does not leave the thread, as in tests. */
  public InTurn(Work work) {
    atOnce = !work.leaves();
  }

  /** Draws when it is this one's turn. */
  public void draw(Object which, Runnable drawing) {
    if (atOnce) {
      drawing.run();
      return;
    }
    waiting.put(which, drawing);
    frames.start();
  }

  private void next() {
    var first = waiting.pollFirstEntry();
    if (first == null) {
      frames.stop();
    } else {
      first.getValue().run();
    }
  }
}
