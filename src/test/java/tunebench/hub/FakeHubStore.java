package tunebench.hub;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Where large files lie: served whole, from a byte on, slowly, or broken off. */
record FakeHubStore(FakeHub hub) {
  void answer(HttpExchange exchange, String path) throws IOException {
    String given = exchange.getRequestHeaders().getFirst("Authorization");
    if (given != null) {
      hub.leaked.add(given);
    }
    String key = path.replaceAll("\\?.*", "").substring(path.lastIndexOf('/') + 1);
    if (exchange.getRequestMethod().equals("PUT")) {
      byte[] content = exchange.getRequestBody().readAllBytes();
      hub.stored.put(path.replaceAll("^/up/", ""), content);
      exchange
          .getResponseHeaders()
          .set("ETag", "\"" + Hashes.sha256(content).substring(0, 8) + "\"");
      FakeHub.answer(exchange, 200, "");
      return;
    }
    byte[] content = hub.stored.get(key);
    if (content == null) {
      FakeHub.answer(exchange, 404, "");
      return;
    }
    CyclicBarrier all = hub.together;
    if (all != null) {
      try {
        all.await(20, TimeUnit.SECONDS);
      } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
        throw new IllegalStateException("nobody asked for another file meanwhile", e);
      }
    }
    serve(exchange, content, path);
  }

  void serve(HttpExchange exchange, byte[] content, String path) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    int from = 0;
    if (range != null && !hub.ignoresRanges) {
      from = Integer.parseInt(range.replaceAll("[^0-9]", ""));
      if (from >= content.length) {
        FakeHub.answer(exchange, 416, "");
        return;
      }
      exchange
          .getResponseHeaders()
          .set(
              "Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
    }
    byte[] rest = Arrays.copyOfRange(content, from, content.length);
    exchange.sendResponseHeaders(from > 0 ? 206 : 200, rest.length == 0 ? -1 : rest.length);
    OutputStream out = exchange.getResponseBody();
    Optional<FakeHubFaults.Fault> fault = hub.faults.brokenOff(path);
    if (fault.isPresent()) {
      out.write(rest, 0, Math.min(fault.get().bytes(), rest.length));
      out.flush();
      return;
    }
    int piece = hub.slowMillis > 0 ? Math.max(1, rest.length / 20) : rest.length;
    for (int at = 0; at < rest.length; at += piece) {
      out.write(rest, at, Math.min(piece, rest.length - at));
      out.flush();
      pause();
    }
  }

  private void pause() {
    if (hub.slowMillis > 0) {
      try {
        Thread.sleep(hub.slowMillis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
