package tunebench.client;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tunebench.protocol.EventId;
import tunebench.protocol.Numbered;
import tunebench.protocol.Reply;
import tunebench.protocol.Request;

/**
 * A service, wherever it runs. All methods may be called by any thread but a window's own: {@link
 * #send} waits for the answer. Events come on a thread of the client's, one after another.
 */
public interface ServiceClient extends AutoCloseable {

  /**
   * Asks and waits for the answer.
   *
   * @throws tunebench.BadInputException if the service says that the person can put it right
   * @throws ServiceException if it failed, or cannot be reached
   */
  <R extends Reply> R send(Request<R> request);

  /**
   * Listens to all events. When the connection breaks, it is made again and goes on behind the last
   * event that was heard; an {@link tunebench.protocol.Event.Gap} says where that was not possible.
   *
   * @param after the last event that was heard, or null for those from now on
   * @param listener told of each event in order; must not throw
   * @param connection told whether the service can be heard, whenever that changes
   */
  Subscription follow(
      @Nullable EventId after, Consumer<Numbered> listener, Consumer<Boolean> connection);

  /** Ends all subscriptions; the service goes on. */
  @Override
  void close();

  /** Events that are being listened to. */
  @FunctionalInterface
  interface Subscription extends AutoCloseable {
    /** No event comes any more once this returned. */
    @Override
    void close();
  }
}
