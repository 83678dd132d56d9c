package tunebench.ui.work;

import java.util.function.Consumer;
import tunebench.BadInputException;

/** A file that is being written: tells how far it is, and can be stopped from another thread. */
public final class Writing {
  private final String file;
  private final Consumer<String> told;
  private volatile boolean stopped;

  /**
   * Of a file.
   *
   * @param told hears a sentence at each step, on the thread that writes
   */
  public Writing(String file, Consumer<String> told) {
    this.file = file;
    this.told = told;
  }

  /**
   * A step begins.
   *
   * @throws BadInputException if it was stopped
   */
  public void at(String step) {
    if (stopped) {
      throw new BadInputException("The export was cancelled; nothing was written to " + file + ".");
    }
    told.accept("Writing " + file + ": " + step);
  }

  /** Ends it before its next step. */
  public void stop() {
    stopped = true;
  }
}
