package tunebench.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tunebench.client.ServiceClient;
import tunebench.protocol.Event;
import tunebench.protocol.EventId;
import tunebench.protocol.Numbered;
import tunebench.protocol.Reply;
import tunebench.protocol.Request;
import tunebench.protocol.Wire;

/** A client of a service in this very process: all goes through JSON as it does over HTTP. */
public record InProcessClient(Service service) implements ServiceClient {
  @Override
  @SuppressWarnings("unchecked")
  public <R extends Reply> R send(Request<R> request) {
    Request<?> heard = Wire.read(Request.class, Wire.bytes(Request.class, request));
    Reply reply = service.answer(heard);
    return (R)
        Wire.replyOf(request.getClass())
            .cast(Wire.read(Reply.class, Wire.bytes(Reply.class, reply)));
  }

  @Override
  public Subscription follow(
      @Nullable EventId after, Consumer<Numbered> listener, Consumer<Boolean> connection) {
    EventId from = after == null ? service.events().newest() : after;
    Thread thread = Thread.ofVirtual().start(() -> listen(from, listener));
    connection.accept(true);
    return thread::interrupt;
  }

  private void listen(EventId after, Consumer<Numbered> listener) {
    EventId seen = after;
    try {
      while (!service.events().closed()) {
        List<EventRing.Line> lines = service.events().after(seen, 1_000);
        for (EventRing.Line line : lines) {
          String json = new String(line.json(), UTF_8);
          listener.accept(new Numbered(line.id(), Wire.read(Event.class, json.getBytes(UTF_8))));
          seen = line.id();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {}
}
