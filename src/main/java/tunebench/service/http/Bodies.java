package tunebench.service.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Reads and writes whole bodies. */
final class Bodies {
  /** The longest request that is read, in bytes. */
  static final int LONGEST = 4 << 20;

  private Bodies() {}

  static byte[] read(HttpExchange exchange) throws IOException, Refusal {
    try (InputStream in = exchange.getRequestBody()) {
      byte[] body = in.readNBytes(LONGEST + 1);
      if (body.length > LONGEST) {
        throw new Refusal(413, "The request is longer than %d bytes.".formatted(LONGEST));
      }
      return body;
    }
  }

  static void json(HttpExchange exchange, int status, byte[] json) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    exchange.sendResponseHeaders(status, json.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(json);
    }
  }
}
