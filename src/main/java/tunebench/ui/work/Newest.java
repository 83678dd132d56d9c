package tunebench.ui.work;

import org.jspecify.annotations.Nullable;

/** Lets only the newest of several calls come back, for answers to what is being typed. */
public final class Newest {
  private Work.@Nullable Ticket running;

  /** Begins a call and forgets the one before. */
  public void start(Work.Call<?> call) {
    drop();
    running = call.start();
  }

  /** Forgets the call that is under way. */
  public void drop() {
    if (running != null) {
      running.drop();
      running = null;
    }
  }
}
