package tunebench.hub;

import java.time.Duration;

/** How a caller waits between two tries; tests do not wait. */
@FunctionalInterface
public interface Pause {
  void of(Duration time) throws InterruptedException;
}
