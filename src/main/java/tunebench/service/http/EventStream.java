package tunebench.service.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import tunebench.protocol.EventId;
import tunebench.service.EventRing;

/**
 * Server-sent events (WHATWG HTML, section 9.2) for one listener, from the one named by {@code
 * Last-Event-ID} on. The thread is the listener's own, so a slow one holds up nobody.
 */
final class EventStream {
  /** A comment goes out this often, for only a write shows that the listener has gone. */
  private static final long HEARTBEAT_MILLIS = 2_000;

  private static final byte[] HEARTBEAT = ":\n\n".getBytes(UTF_8);

  private final EventRing ring;

  EventStream(EventRing ring) {
    this.ring = ring;
  }

  void serve(HttpExchange exchange) throws IOException {
    ring.joined();
    try {
      send(exchange);
    } finally {
      ring.left();
    }
  }

  private void send(HttpExchange exchange) throws IOException {
    String last = exchange.getRequestHeaders().getFirst("Last-Event-ID");
    EventId seen = last == null ? ring.newest() : EventId.parse(last);
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream out = new BufferedOutputStream(exchange.getResponseBody(), 1 << 16)) {
      // Tells a new listener where it stands, so that it can come back even before any event.
      out.write(("id: " + seen + "\n:\n\n").getBytes(UTF_8));
      out.flush();
      while (!ring.closed()) {
        List<EventRing.Line> lines = ring.after(seen, HEARTBEAT_MILLIS);
        for (EventRing.Line line : lines) {
          out.write(line.frame());
          seen = line.id();
        }
        if (lines.isEmpty()) {
          out.write(HEARTBEAT);
        }
        out.flush();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
