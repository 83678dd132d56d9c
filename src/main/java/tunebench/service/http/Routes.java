package tunebench.service.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import tunebench.BadInputException;
import tunebench.protocol.Reply;
import tunebench.protocol.Request;
import tunebench.protocol.Wire;
import tunebench.service.EventRing;

/**
 * The one handler of all paths: {@code POST /v1/REQUEST} for each request type, {@code GET
 * /v1/events} and {@code GET /v1/openapi.json}.
 */
final class Routes implements HttpHandler {
  static final String ROOT = "/v1/";
  static final String EVENTS = ROOT + "events";
  static final String DESCRIPTION = ROOT + "openapi.json";
  private static final Logger LOG = Logger.getLogger(Routes.class.getName());

  private final Guard guard;
  private final Dispatcher dispatcher;
  private final EventRing events;
  private final Map<String, Class<?>> requests = new LinkedHashMap<>();

  Routes(Guard guard, Dispatcher dispatcher, EventRing events) {
    this.guard = guard;
    this.dispatcher = dispatcher;
    this.events = events;
    Wire.requests().forEach(type -> requests.put(ROOT + Wire.route(type), type));
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      try {
        guard.check(exchange.getRequestHeaders());
        route(exchange);
      } catch (Refusal refusal) {
        problem(exchange, refusal.status(), true, refusal.sentence());
      } catch (BadInputException e) {
        problem(exchange, 400, true, String.valueOf(e.getMessage()));
      } catch (RuntimeException e) {
        LOG.log(Level.SEVERE, exchange.getRequestURI().getPath() + " failed", e);
        problem(exchange, 500, false, "The service failed: " + e);
      }
    }
  }

  private void route(HttpExchange exchange) throws IOException, Refusal {
    String path = exchange.getRequestURI().getPath();
    Class<?> request = requests.get(path);
    if (request != null) {
      method(exchange, "POST");
      answer(exchange, request);
    } else if (path.equals(EVENTS)) {
      method(exchange, "GET");
      new EventStream(events).serve(exchange);
    } else if (path.equals(DESCRIPTION)) {
      method(exchange, "GET");
      Bodies.json(exchange, 200, OpenApi.json());
    } else {
      throw new Refusal(404, "There is no " + path + "; see " + DESCRIPTION + ".");
    }
  }

  private void answer(HttpExchange exchange, Class<?> type) throws IOException, Refusal {
    byte[] body = Bodies.read(exchange);
    // A person with curl need not repeat the type that the path names.
    Request<?> request = (Request<?>) Wire.read(type, body.length == 0 ? Wire.tag(type) : body);
    Reply reply = dispatcher.answer(request);
    Bodies.json(exchange, 200, Wire.bytes(Reply.class, reply));
  }

  private static void method(HttpExchange exchange, String wanted) throws Refusal {
    if (!exchange.getRequestMethod().equals(wanted)) {
      exchange.getResponseHeaders().set("Allow", wanted);
      throw new Refusal(405, exchange.getRequestURI().getPath() + " is for " + wanted + " only.");
    }
  }

  private static void problem(HttpExchange exchange, int status, boolean input, String sentence)
      throws IOException {
    if (exchange.getResponseCode() == -1) {
      Bodies.json(exchange, status, Wire.bytes(Reply.class, new Reply.Problem(input, sentence)));
    }
  }
}
