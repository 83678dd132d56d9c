package tunebench.hub;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A server on this machine that speaks as the Hub does: pages of listings, revisions, redirects of
 * large files to another host, ranges, gates, tokens, LFS uploads and commits; and that fails where
 * a test wants it to.
 */
public final class FakeHub implements AutoCloseable {
  public static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
  static final int LARGE = 1000;

  /** A repository's files; each commit replaces what it names. */
  static final class Held {
    final Map<String, byte[]> files = new ConcurrentHashMap<>();
    final List<String> commits = new CopyOnWriteArrayList<>(List.of(COMMIT));
    final List<JsonNode> headers = new CopyOnWriteArrayList<>();
    volatile String gate = "";
    volatile boolean hidden;
    volatile String about = "{}";
  }

  final Map<String, Held> repos = new ConcurrentHashMap<>();
  final Map<String, byte[]> stored = new ConcurrentHashMap<>();
  final FakeHubFaults faults = new FakeHubFaults();
  final List<String> asked = new CopyOnWriteArrayList<>();
  final List<String> leaked = new CopyOnWriteArrayList<>();
  volatile String token = "hf_right";
  volatile String role = "write";
  final List<JsonNode> batches = new CopyOnWriteArrayList<>();
  volatile boolean ignoresRanges;

  /** Lets a large file go only when as many are asked for at once. */
  volatile @Nullable CyclicBarrier together;

  /** Whether it makes open what should be closed. */
  volatile boolean opensAll;

  volatile long slowMillis;
  private final HttpServer api;
  private final HttpServer files;
  final FakeHubStore store = new FakeHubStore(this);
  private final FakeHubReads reads = new FakeHubReads(this);
  private int commits;

  public FakeHub() {
    try {
      api = server("127.0.0.1");
      files = server("127.0.0.2");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    api.createContext("/", exchange -> guarded(exchange, this::api));
    files.createContext("/", exchange -> guarded(exchange, store::answer));
    api.start();
    files.start();
  }

  private static HttpServer server(String host) throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName(host), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    return server;
  }

  private static String address(HttpServer server) {
    return "http://"
        + server.getAddress().getAddress().getHostAddress()
        + ":"
        + server.getAddress().getPort();
  }

  public URI endpoint() {
    return URI.create(address(api));
  }

  /** Settings that know this server and a cache of their own. */
  public HubSettings settings(Path home, String secret) {
    return new HubSettings(
        endpoint(), home, home.resolve("hub"), home.resolve("token"), secret, false);
  }

  Held add(String name, Map<String, byte[]> files) {
    Held held = new Held();
    held.files.putAll(files);
    repos.put(name, held);
    return held;
  }

  /** A repository with these files, for tests elsewhere. */
  public void put(String name, Map<String, byte[]> files) {
    add(name, files);
  }

  /** First lines of a repository's commits, in order. */
  public List<String> summaries(String name) {
    Held held = repos.get(name);
    return held == null
        ? List.of()
        : held.headers.stream().map(h -> h.path("summary").asString()).toList();
  }

  /** Its names, those that were made by uploads included. */
  public List<String> names() {
    return repos.keySet().stream().sorted().toList();
  }

  /** A file's content as text. */
  public String text(String name, String file) {
    Held held = Objects.requireNonNull(repos.get(name));
    return new String(Objects.requireNonNull(held.files.get(file)), StandardCharsets.UTF_8);
  }

  /** Requests whose line holds a text. */
  public long requests(String within) {
    return asked.stream().filter(line -> line.contains(within)).count();
  }

  /** Whether only its owner may see it. */
  public boolean isHidden(String name) {
    return Objects.requireNonNull(repos.get(name)).hidden;
  }

  /** What is said of it in lists. */
  public void describe(String name, String json) {
    Objects.requireNonNull(repos.get(name)).about = json;
  }

  /** How access to it is given. */
  public void gate(String name, String how) {
    Objects.requireNonNull(repos.get(name)).gate = how;
  }

  /** Sends what it sends in twenty pieces with pauses between them. */
  public void slow(long millis) {
    slowMillis = millis;
  }

  private interface Handler {
    void handle(HttpExchange exchange, String path) throws IOException;
  }

  private void guarded(HttpExchange exchange, Handler handler) throws IOException {
    String path = exchange.getRequestURI().toString();
    asked.add(
        exchange.getRequestMethod()
            + " "
            + path
            + Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("Range"), ""));
    try (exchange) {
      Optional<FakeHubFaults.Fault> fault = faults.instead(path);
      if (fault.isPresent()) {
        fault.get().headers().forEach(exchange.getResponseHeaders()::set);
        answer(exchange, fault.get().status(), "{}");
        return;
      }
      handler.handle(exchange, path);
    } catch (RuntimeException e) {
      e.printStackTrace();
      answer(exchange, 500, e.toString());
    }
  }

  static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  static void refuse(HttpExchange exchange, int status, String code, String message)
      throws IOException {
    exchange.getResponseHeaders().set("X-Error-Code", code);
    exchange.getResponseHeaders().set("X-Error-Message", message);
    answer(exchange, status, "{\"error\":\"" + message + "\"}");
  }

  private void api(HttpExchange exchange, String path) throws IOException {
    String given = exchange.getRequestHeaders().getFirst("Authorization");
    boolean known = ("Bearer " + token).equals(given);
    if (given != null && !known) {
      refuse(exchange, 401, "", "Invalid credentials in Authorization header");
      return;
    }
    String bare = path.replaceAll("\\?.*", "");
    if (bare.equals("/api/models") || bare.equals("/api/datasets")) {
      reads.list(exchange, path);
      return;
    }
    if (bare.equals("/api/whoami-v2")) {
      answer(
          exchange,
          known ? 200 : 401,
          "{\"name\":\"ada\",\"orgs\":[{\"name\":\"engines\"}],\"auth\":{\"accessToken\":{\"role\":\""
              + role
              + "\"}}}");
      return;
    }
    if (exchange.getRequestMethod().equals("POST") || bare.contains("/lfs/")) {
      new FakeHubWrites(this).answer(exchange, bare, known);
      return;
    }
    reads.read(exchange, bare, known);
  }

  String storeAddress() {
    return address(files);
  }

  String uploadAddress(String name) {
    return storeAddress() + "/up/" + name;
  }

  /** Takes a commit in and returns its hash. */
  synchronized String commit(Held held, Map<String, byte[]> files, JsonNode header) {
    held.files.putAll(files);
    held.headers.add(header);
    String commit = "%040x".formatted(0xabc000 + ++commits);
    held.commits.add(commit);
    return commit;
  }

  @Override
  public String toString() {
    return asked.stream().collect(Collectors.joining("\n"));
  }

  @Override
  public void close() {
    api.stop(0);
    files.stop(0);
  }
}
