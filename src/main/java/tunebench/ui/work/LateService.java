package tunebench.ui.work;

import java.util.concurrent.CompletableFuture;
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

  /** It is there now. */
  public void found(ServiceClient client) {
    found.complete(client);
  }

  @Override
  public <R extends Reply> R send(Request<R> request) {
    return found.join().send(request);
  }

  @Override
  public Subscription follow(
      @Nullable EventId after, Consumer<Numbered> listener, Consumer<Boolean> connection) {
    CompletableFuture<Subscription> later =
        found.thenApply(client -> client.follow(after, listener, connection));
    return () -> {
      var _ = later.thenAccept(Subscription::close);
    };
  }

  /** Also closes the service's client that is found after this. */
  @Override
  public void close() {
    var _ = found.thenAccept(ServiceClient::close);
  }
}
