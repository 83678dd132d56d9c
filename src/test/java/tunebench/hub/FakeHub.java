package tunebench.hub;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

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

  /** An answer that is given once instead of the right one. */
  record Fault(String within, int status, Map<String, String> headers, int bytes) {}

  final Map<String, Held> repos = new ConcurrentHashMap<>();
  final Map<String, byte[]> stored = new ConcurrentHashMap<>();
  final ConcurrentLinkedQueue<Fault> faults = new ConcurrentLinkedQueue<>();
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
  private final HttpServer store;
  private int commits;

  public FakeHub() {
    try {
      api = server("127.0.0.1");
      store = server("127.0.0.2");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    api.createContext("/", exchange -> guarded(exchange, this::api));
    store.createContext("/", exchange -> guarded(exchange, this::store));
    api.start();
    store.start();
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
  public long asked(String within) {
    return requests(within);
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

  /** The next answers to requests whose path holds {@code within} are these. */
  void fail(String within, int status, int times, Map<String, String> headers) {
    for (int i = 0; i < times; i++) {
      faults.add(new Fault(within, status, headers, -1));
    }
  }

  /** The next answer to such a request breaks off after so many bytes. */
  void cut(String within, int bytes) {
    faults.add(new Fault(within, 0, Map.of(), bytes));
  }

  long requests(String within) {
    return asked.stream().filter(line -> line.contains(within)).count();
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
      for (Fault fault : faults) {
        if (path.contains(fault.within()) && fault.status() > 0 && faults.remove(fault)) {
          fault.headers().forEach(exchange.getResponseHeaders()::set);
          answer(exchange, fault.status(), "{}");
          return;
        }
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

  private static void refuse(HttpExchange exchange, int status, String code, String message)
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
      list(exchange, path);
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
    read(exchange, bare, known);
  }

  private void read(HttpExchange exchange, String path, boolean known) throws IOException {
    String bare = path.replaceFirst("^/api/resolve-cache/+", "/");
    String[] parts = bare.replaceFirst("^/api/(models|datasets)/|^/(datasets/)?", "").split("/", 5);
    String id = parts[0] + "/" + parts[1];
    Held held = repos.get(id);
    if (held == null || (held.hidden && !known)) {
      refuse(exchange, known ? 404 : 401, "RepoNotFound", "Repository not found");
      return;
    }
    String revision = parts[3].replace("%2F", "/");
    boolean main = revision.equals("main");
    String commit = main ? held.commits.getLast() : revision;
    if (!held.commits.contains(commit)) {
      refuse(exchange, 404, "RevisionNotFound", "Invalid rev id: " + revision);
      return;
    }
    exchange.getResponseHeaders().set("X-Repo-Commit", commit);
    switch (parts[2]) {
      case "revision" -> {
        ObjectNode info = about(id, held);
        info.put("sha", commit);
        answer(exchange, 200, info.toString());
      }
      case "tree" -> answer(exchange, 200, tree(held).toString());
      case "resolve" -> {
        if (!held.gate.isEmpty() && (!known || held.gate.equals("manual"))) {
          refuse(
              exchange, known ? 403 : 401, "GatedRepo", "Access to model " + id + " is restricted");
          return;
        }
        resolve(exchange, held, bare.substring(bare.indexOf(parts[3]) + parts[3].length() + 1));
      }
      default -> answer(exchange, 404, "");
    }
  }

  private static ObjectNode about(String id, Held held) {
    ObjectNode info = (ObjectNode) JsonMapper.shared().readTree(held.about);
    info.put("id", id);
    info.put("private", held.hidden);
    if (held.gate.isEmpty()) {
      info.put("gated", false);
    } else {
      info.put("gated", held.gate);
    }
    return info;
  }

  private void list(HttpExchange exchange, String path) throws IOException {
    List<String> ids =
        repos.keySet().stream()
            .sorted()
            .filter(
                id -> !path.contains("search=") || path.contains("search=" + id.split("/", 2)[1]))
            .toList();
    int from = path.contains("cursor=") ? Integer.parseInt(path.replaceAll(".*cursor=", "")) : 0;
    int until = Math.min(from + 2, ids.size());
    ArrayNode page = JsonMapper.shared().createArrayNode();
    ids.subList(from, until)
        .forEach(id -> page.add(about(id, Objects.requireNonNull(repos.get(id)))));
    if (until < ids.size()) {
      String next = path.replaceAll("&cursor=.*", "") + "&cursor=" + until;
      exchange.getResponseHeaders().set("Link", "<" + endpoint() + next + ">; rel=\"next\"");
    }
    answer(exchange, 200, page.toString());
  }

  private static ArrayNode tree(Held held) {
    ArrayNode tree = JsonMapper.shared().createArrayNode();
    held.files.forEach(
        (path, content) -> {
          ObjectNode entry = tree.addObject();
          entry.put("type", "file").put("path", path).put("size", content.length);
          entry.put("oid", gitHash(content));
          if (content.length >= LARGE) {
            entry
                .putObject("lfs")
                .put("oid", sha256(content))
                .put("size", content.length)
                .put("pointerSize", 134);
            entry.put("xetHash", "0".repeat(64));
          }
        });
    return tree;
  }

  private void resolve(HttpExchange exchange, Held held, String file) throws IOException {
    byte[] content = held.files.get(file);
    if (content == null) {
      refuse(exchange, 404, "EntryNotFound", "Entry not found");
      return;
    }
    if (content.length < LARGE) {
      // As the Hub does it: to a cache of its own first, by a redirect with a tag of its own.
      if (!exchange.getRequestURI().getPath().startsWith("/api/resolve-cache")) {
        exchange.getResponseHeaders().set("ETag", "W/\"1f-redirect\"");
        exchange
            .getResponseHeaders()
            .set("Location", "/api/resolve-cache/" + exchange.getRequestURI().getRawPath());
        answer(exchange, 307, "");
        return;
      }
      exchange.getResponseHeaders().set("ETag", "\"" + gitHash(content) + "\"");
      serve(exchange, content, file);
      return;
    }
    stored.putIfAbsent(sha256(content), content);
    exchange.getResponseHeaders().set("X-Linked-Etag", "\"" + sha256(content) + "\"");
    exchange.getResponseHeaders().set("X-Linked-Size", String.valueOf(content.length));
    exchange.getResponseHeaders().set("X-Xet-Hash", "0".repeat(64));
    exchange
        .getResponseHeaders()
        .set(
            "Location",
            address(store) + "/xet-bridge/" + sha256(content) + "?name=\"a|b\"&signed=1");
    answer(exchange, 302, "");
  }

  private void store(HttpExchange exchange, String path) throws IOException {
    String given = exchange.getRequestHeaders().getFirst("Authorization");
    if (given != null) {
      leaked.add(given);
    }
    String key = path.replaceAll("\\?.*", "").substring(path.lastIndexOf('/') + 1);
    if (exchange.getRequestMethod().equals("PUT")) {
      byte[] content = exchange.getRequestBody().readAllBytes();
      stored.put(path.replaceAll("^/up/", ""), content);
      exchange.getResponseHeaders().set("ETag", "\"" + sha256(content).substring(0, 8) + "\"");
      answer(exchange, 200, "");
      return;
    }
    byte[] content = stored.get(key);
    if (content == null) {
      answer(exchange, 404, "");
      return;
    }
    CyclicBarrier all = together;
    if (all != null) {
      try {
        all.await(20, TimeUnit.SECONDS);
      } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
        throw new IllegalStateException("nobody asked for another file meanwhile", e);
      }
    }
    serve(exchange, content, path);
  }

  String uploadAddress(String name) {
    return address(store) + "/up/" + name;
  }

  private void serve(HttpExchange exchange, byte[] content, String path) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    int from = 0;
    if (range != null && !ignoresRanges) {
      from = Integer.parseInt(range.replaceAll("[^0-9]", ""));
      if (from >= content.length) {
        answer(exchange, 416, "");
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
    for (Fault fault : faults) {
      if (path.contains(fault.within()) && fault.bytes() >= 0 && faults.remove(fault)) {
        out.write(rest, 0, Math.min(fault.bytes(), rest.length));
        out.flush();
        return;
      }
    }
    int piece = slowMillis > 0 ? Math.max(1, rest.length / 20) : rest.length;
    for (int at = 0; at < rest.length; at += piece) {
      out.write(rest, at, Math.min(piece, rest.length - at));
      out.flush();
      pause();
    }
  }

  private void pause() {
    if (slowMillis > 0) {
      try {
        Thread.sleep(slowMillis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Takes a commit in and returns its hash. */
  synchronized String commit(Held held, Map<String, byte[]> files, JsonNode header) {
    held.files.putAll(files);
    held.headers.add(header);
    String commit = "%040x".formatted(0xabc000 + ++commits);
    held.commits.add(commit);
    return commit;
  }

  static String sha256(byte[] content) {
    return hash("SHA-256", content);
  }

  static String gitHash(byte[] content) {
    byte[] head = ("blob " + content.length + "\0").getBytes(StandardCharsets.UTF_8);
    byte[] all = Arrays.copyOf(head, head.length + content.length);
    System.arraycopy(content, 0, all, head.length, content.length);
    return hash("SHA-1", all);
  }

  private static String hash(String algorithm, byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String toString() {
    return asked.stream().collect(Collectors.joining("\n"));
  }

  List<String> paths(String id) {
    return new ArrayList<>(Objects.requireNonNull(repos.get(id)).files.keySet());
  }

  @Override
  public void close() {
    api.stop(0);
    store.stop(0);
  }
}
