package tunebench.client;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import tunebench.BadInputException;
import tunebench.protocol.ServiceRequest;

/** Asks a service again and again whether it is there, and tells of each change. */
public final class Heartbeat implements AutoCloseable {
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("heartbeat").factory());
  private final ServiceClient client;
  private final Consumer<Boolean> listener;
  private boolean alive = true;

  /** Begins; the service is taken to be there. */
  public Heartbeat(ServiceClient client, Duration every, Consumer<Boolean> listener) {
    this.client = client;
    this.listener = listener;
    var _ =
        timer.scheduleWithFixedDelay(
            this::beat, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void beat() {
    boolean now = answers();
    if (now != alive) {
      alive = now;
      listener.accept(now);
    }
  }

  private boolean answers() {
    try {
      client.send(new ServiceRequest.Hello());
      return true;
    } catch (ServiceException | BadInputException e) {
      // Gone, or another process took its place: both are "not there" to the listener.
      return false;
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
