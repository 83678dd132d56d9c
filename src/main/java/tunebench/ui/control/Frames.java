package tunebench.ui.control;

import javafx.animation.AnimationTimer;

/** Waits for frames of the window. */
public final class Frames {
  private Frames() {}

  /** Does something when so many frames have been begun from now on. */
  public static void after(int frames, Runnable action) {
    new AnimationTimer() {
      private int seen;

      @Override
      public void handle(long now) {
        // The frame before this one has been handed to the screen.
        if (seen++ == frames) {
          stop();
          action.run();
        }
      }
    }.start();
  }
}
