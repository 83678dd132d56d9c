package tunebench.track;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A server on this machine that answers as W&B's and MLflow's do, or not at all. */
final class FakeTracker implements AutoCloseable {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  /** Lines of each streamed file by offset: what is sent twice stands once. */
  final Map<String, TreeMap<Long, String>> streamed = new ConcurrentHashMap<>();

  final Map<String, byte[]> stored = new ConcurrentHashMap<>();
  final List<JsonNode> buckets = new CopyOnWriteArrayList<>();
  final List<JsonNode> artifacts = new CopyOnWriteArrayList<>();
  final List<String> committed = new CopyOnWriteArrayList<>();
  final Map<String, String> params = new ConcurrentHashMap<>();
  final List<JsonNode> metrics = new CopyOnWriteArrayList<>();
  final List<JsonNode> runs = new CopyOnWriteArrayList<>();
  final List<String> ended = new CopyOnWriteArrayList<>();
  final List<String> uploaded = new CopyOnWriteArrayList<>();
  volatile int status;
  volatile long hangMillis;
  volatile String key = "secret-key";
  volatile boolean complete;
  private final HttpServer server;

  FakeTracker() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String path = exchange.getRequestURI().getPath();
      if (hangMillis > 0) {
        Thread.sleep(hangMillis);
      }
      if (status != 0) {
        answer(exchange, status, "{}");
        return;
      }
      if (exchange.getRequestMethod().equals("PUT")) {
        stored.put(path, body);
        answer(exchange, 200, "");
        return;
      }
      JsonNode json = body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
      if (path.startsWith("/api/2.0/mlflow/")) {
        mlflow(exchange, path.substring("/api/2.0/mlflow/".length()), json);
        return;
      }
      String basic =
          "Basic "
              + Base64.getEncoder().encodeToString(("api:" + key).getBytes(StandardCharsets.UTF_8));
      if (!basic.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
        answer(exchange, 401, "{}");
      } else if (path.equals("/graphql")) {
        answer(exchange, 200, "{\"data\":" + graph(json) + "}");
      } else if (path.endsWith("/file_stream")) {
        stream(json);
        answer(exchange, 200, "{}");
      } else {
        answer(exchange, 404, "no " + path);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      e.printStackTrace();
      throw e;
    }
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private void stream(JsonNode json) {
    json.path("files")
        .properties()
        .forEach(
            file -> {
              long offset = file.getValue().path("offset").asLong();
              for (JsonNode line : file.getValue().path("content")) {
                streamed
                    .computeIfAbsent(file.getKey(), k -> new TreeMap<>())
                    .put(offset++, line.asString());
              }
            });
    json.path("uploaded").forEach(path -> uploaded.add(path.asString()));
    complete |= json.path("complete").asBoolean(false);
  }

  private String graph(JsonNode json) {
    JsonNode given = json.path("variables");
    String query = json.path("query").asString();
    String name = query.replaceAll("(?s)^\\s*mutation (\\w+).*", "$1");
    return switch (name) {
      case "UpsertBucket" -> {
        buckets.add(given);
        yield "{\"upsertBucket\":{\"bucket\":{\"id\":\"QnVja2V0\",\"name\":\"%s\",\"project\":{\"name\":\"%s\",\"entity\":{\"name\":\"ada\"}}}}}"
            .formatted(given.path("name").asString(), given.path("project").asString());
      }
      case "CreateRunFiles" ->
          "{\"createRunFiles\":{\"uploadHeaders\":[],\"files\":[{\"name\":\"%s\",\"uploadUrl\":\"%s/run/%s\"}]}}"
              .formatted(
                  given.path("files").path(0).asString(),
                  address(),
                  given.path("files").path(0).asString());
      case "CreateArtifact" -> {
        artifacts.add(given.path("input"));
        yield "{\"createArtifact\":{\"artifact\":{\"id\":\"A%d\",\"state\":\"PENDING\"}}}"
            .formatted(artifacts.size());
      }
      case "CreateArtifactManifest" ->
          "{\"createArtifactManifest\":{\"artifactManifest\":{\"id\":\"M1\",\"file\":{\"uploadUrl\":\"%s/manifest\",\"uploadHeaders\":[\"Content-MD5:abc\"]}}}}"
              .formatted(address());
      case "CreateArtifactFiles" -> {
        List<String> edges = new ArrayList<>();
        for (JsonNode file : given.path("input").path("artifactFiles")) {
          edges.add(
              "{\"node\":{\"uploadUrl\":\"%s/artifact/%s\",\"uploadHeaders\":[]}}"
                  .formatted(address(), file.path("name").asString()));
        }
        yield "{\"createArtifactFiles\":{\"files\":{\"edges\":[" + String.join(",", edges) + "]}}}";
      }
      case "CommitArtifact" -> {
        committed.add(given.path("artifact").asString());
        yield "{\"commitArtifact\":{\"artifact\":{\"id\":\"A1\"}}}";
      }
      default -> throw new IllegalArgumentException(query);
    };
  }

  private void mlflow(HttpExchange exchange, String call, JsonNode json) throws IOException {
    switch (call) {
      case "experiments/get-by-name" ->
          answer(
              exchange, 404, "{\"error_code\":\"RESOURCE_DOES_NOT_EXIST\",\"message\":\"none\"}");
      case "experiments/create" -> answer(exchange, 200, "{\"experiment_id\":\"7\"}");
      case "runs/search" -> {
        ObjectNode found = JSON.createObjectNode();
        if (!runs.isEmpty()) {
          found.putArray("runs").add(run());
        }
        answer(exchange, 200, found.toString());
      }
      case "runs/create" -> {
        runs.add(json);
        ObjectNode made = JSON.createObjectNode();
        made.set("run", run());
        answer(exchange, 200, made.toString());
      }
      case "runs/log-batch" -> {
        json.path("metrics").forEach(metrics::add);
        json.path("params")
            .forEach(p -> params.put(p.path("key").asString(), p.path("value").asString()));
        answer(exchange, 200, "{}");
      }
      case "runs/update" -> {
        ended.add(json.path("status").asString());
        answer(exchange, 200, "{}");
      }
      default -> answer(exchange, 404, "{}");
    }
  }

  private static ObjectNode run() {
    ObjectNode run = JSON.createObjectNode();
    run.putObject("info")
        .put("run_id", "r1")
        .put("artifact_uri", "mlflow-artifacts:/7/r1/artifacts");
    return run;
  }

  List<JsonNode> lines(String file) {
    return Objects.requireNonNullElse(streamed.get(file), new TreeMap<Long, String>())
        .values()
        .stream()
        .map(JSON::readTree)
        .toList();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
