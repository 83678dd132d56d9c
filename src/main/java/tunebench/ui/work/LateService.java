package tunebench.ui.work;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tunebench.client.ServiceClient;
import tunebench.protocol.EventId;
import tunebench.protocol.Numbered;
import tunebench.protocol.Reply;
import tunebench.protocol.Request;

/**
 * A service that is still being looked for or started. What is asked of it meanwhile waits, on the
 * asker's own thread, so that a window can be shown and used before its service is there.
 */
public final class LateService implements ServiceClient {
  private final CompletableFuture<ServiceClient> found = new CompletableFuture<>();
  private final List<Follower> followers = new CopyOnWriteArrayList<>();
  private volatile @Nullable ServiceClient present;

  /**
   * It is there now. Told again, another takes the place of the one before: who listens hears the
   * new one.
   */
  public void found(ServiceClient client) {
    ServiceClient before = present;
    present = client;
    if (!found.complete(client)) {
      followers.forEach(follower -> follower.turnTo(client));
      if (before != null && !before.equals(client)) {
        before.close();
      }
    }
  }

  private ServiceClient present() {
    ServiceClient first = found.join();
    ServiceClient now = present;
    return now == null ? first : now;
  }

  /** Who listens to events, whichever service tells them. */
  private static final class Follower {
    private final Consumer<Numbered> listener;
    private final Consumer<Boolean> connection;
    private @Nullable Subscription subscription;
    private boolean closed;

    Follower(Consumer<Numbered> listener, Consumer<Boolean> connection) {
      this.listener = listener;
      this.connection = connection;
    }

    synchronized void begin(ServiceClient client, @Nullable EventId after) {
      if (!closed) {
        subscription = client.follow(after, listener, connection);
      }
    }

    synchronized void turnTo(ServiceClient client) {
      if (subscription != null) {
        subscription.close();
      }
      begin(client, null);
    }

    synchronized void close() {
      closed = true;
      if (subscription != null) {
        subscription.close();
      }
    }
  }

  @Override
  public <R extends Reply> R send(Request<R> request) {
    return present().send(request);
  }

  @Override
  public Subscription follow(
      @Nullable EventId after, Consumer<Numbered> listener, Consumer<Boolean> connection) {
    var follower = new Follower(listener, connection);
    followers.add(follower);
    var _ = found.thenAccept(client -> follower.begin(client, after));
    return () -> {
      followers.remove(follower);
      follower.close();
    };
  }

  /** Also closes the service's client that is found after this. */
  @Override
  public void close() {
    var _ = found.thenAccept(client -> present().close());
  }
}
