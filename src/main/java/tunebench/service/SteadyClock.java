package tunebench.service;

import java.time.Instant;
import java.time.InstantSource;

/**
 * The machine's clock, except that it never goes back: runs keep their order in the list, and
 * nothing ends before it began. Durations are taken from another clock, which nobody sets.
 */
public final class SteadyClock implements InstantSource {
  private final InstantSource source;
  private Instant last;

  /**
   * Sets up.
   *
   * @param source what the machine says
   * @param before earliest time to tell, such as the newest that the store knows
   */
  public SteadyClock(InstantSource source, Instant before) {
    this.source = source;
    this.last = before;
  }

  /** Now, and later than any time before by at least a millisecond. */
  @Override
  public synchronized Instant instant() {
    Instant now = source.instant();
    last = now.isAfter(last.plusMillis(1)) ? now : last.plusMillis(1);
    return last;
  }
}
