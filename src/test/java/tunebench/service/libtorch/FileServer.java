package tunebench.service.libtorch;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;

/** A server of packed libraries on this machine, which knows ranges and can break off. */
public final class FileServer implements AutoCloseable {
  private final HttpServer server;
  private final Map<String, byte[]> files = new ConcurrentHashMap<>();
  private final Map<String, String> tags = new ConcurrentHashMap<>();

  /** Bytes of bodies that were sent, each piece counted before a client can have any of it. */
  final AtomicLong sent = new AtomicLong();

  /** So many of the next answers break off in the middle. */
  final AtomicInteger breaks = new AtomicInteger();

  /** Milliseconds before each twentieth of a packed library, 0 for as fast as can be. */
  volatile long slowMillis;

  /** Serves until it is closed. */
  public FileServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  /** Its address. */
  public String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/pytorch/2.7.1";
  }

  /** Serves a library of one build, packed. */
  public void library(String build, String name, byte[] content) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(content);
    }
    raw(build + "/native/lib/" + name + ".gz", packed.toByteArray());
    String list = String.join("\n", new TreeMap<>(files).keySet()) + "\n";
    files.put("files.txt", list.getBytes(UTF_8));
  }

  /** Serves bytes as they are. */
  void raw(String path, byte[] bytes) {
    files.put(path, bytes);
    tags.merge(path, "\"1\"", (old, one) -> "\"" + old.length() + old.hashCode() + "\"");
  }

  /** Bytes of all packed files. */
  long length() {
    return files.entrySet().stream()
        .filter(file -> file.getKey().endsWith(".gz"))
        .mapToLong(file -> file.getValue().length)
        .sum();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getRawPath().replaceFirst("^/pytorch/2.7.1/", "");
      byte[] bytes = files.get(path);
      if (bytes == null) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      String tag = tags.getOrDefault(path, "\"0\"");
      exchange.getResponseHeaders().set("ETag", tag);
      if (exchange.getRequestMethod().equals("HEAD")) {
        exchange.getResponseHeaders().set("Content-Length", "" + bytes.length);
        exchange.sendResponseHeaders(200, -1);
        return;
      }
      String range = exchange.getRequestHeaders().getFirst("Range");
      boolean rest = range != null && tag.equals(exchange.getRequestHeaders().getFirst("If-Range"));
      int from = rest ? Integer.parseInt(range.replaceAll("\\D", "")) : 0;
      exchange.sendResponseHeaders(rest ? 206 : 200, bytes.length - from);
      boolean breakOff = path.endsWith(".gz") && breaks.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
      int until = breakOff ? from + (bytes.length - from) / 2 : bytes.length;
      try (OutputStream out = exchange.getResponseBody()) {
        int piece = slowMillis > 0 ? Math.max(1, bytes.length / 20) : until - from;
        for (int at = from; at < until; at += piece) {
          if (path.endsWith(".gz")) {
            TimeUnit.MILLISECONDS.sleep(slowMillis);
          }
          int length = Math.min(piece, until - at);
          sent.addAndGet(length);
          out.write(bytes, at, length);
          out.flush();
        }
        if (breakOff) {
          throw new IOException("broken off, as asked for");
        }
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
