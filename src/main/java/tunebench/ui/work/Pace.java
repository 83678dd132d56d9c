package tunebench.ui.work;

import java.util.concurrent.TimeUnit;

/** Keeps work that is done over and over from being done more often than anybody can see. */
public final class Pace {
  private final long gapNanos;
  private long next = System.nanoTime();

  /** At most once in so many milliseconds. */
  public Pace(long gapMillis) {
    gapNanos = TimeUnit.MILLISECONDS.toNanos(gapMillis);
  }

  /** Waits for its turn. To be called away from the FX thread, by one thread at a time. */
  public void keep() throws InterruptedException {
    long wait = next - System.nanoTime();
    if (wait > 0) {
      TimeUnit.NANOSECONDS.sleep(wait);
    }
    next = System.nanoTime() + gapNanos;
  }
}
