package tunebench.ui.work;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import tunebench.client.ServiceClient;
import tunebench.protocol.Event;
import tunebench.protocol.Numbered;

/**
 * The service's events on the FX thread. They are gathered on the client's thread and handed over
 * all at once, so that a fast run costs one visit of the FX thread per frame and not one per step.
 */
public final class EventFeed {
  private static final long MOST_NANOS = 8_000_000;

  private final Work work;
  private final List<Consumer<Event>> listeners = new ArrayList<>();
  private final ReadOnlyBooleanWrapper connected = new ReadOnlyBooleanWrapper(true);
  private final Object lock = new Object();
  private final Deque<Event> gathered = new ArrayDeque<>();
  private boolean handing;

  public EventFeed(Work work) {
    this.work = work;
  }

  /** Begins to listen to the service. */
  public ServiceClient.Subscription connect(ServiceClient client) {
    return client.follow(null, this::gather, heard -> work.front(() -> connected.set(heard)));
  }

  /** Told of every event, on the FX thread. */
  public void listen(Consumer<Event> listener) {
    listeners.add(listener);
  }

  /** Whether the service can be heard. */
  public ReadOnlyBooleanProperty connectedProperty() {
    return connected.getReadOnlyProperty();
  }

  private void gather(Numbered numbered) {
    boolean first;
    synchronized (lock) {
      first = !handing;
      handing = true;
      gathered.add(numbered.event());
    }
    if (first) {
      work.front(this::handOver);
    }
  }

  /** Hands over for a few milliseconds at most; the rest has to wait for what else there is. */
  private void handOver() {
    long end = System.nanoTime() + MOST_NANOS;
    while (System.nanoTime() < end) {
      Event event;
      synchronized (lock) {
        event = gathered.poll();
        handing = event != null;
      }
      if (event == null) {
        return;
      }
      // A copy: a listener may add another, such as a screen that an event opens.
      for (Consumer<Event> listener : List.copyOf(listeners)) {
        listener.accept(event);
      }
    }
    work.front(this::handOver);
  }
}
