package tunebench.hub;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The writing half of the server: repositories, LFS and commits. */
record FakeHubWrites(FakeHub hub) {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int PART = 5000;

  void answer(HttpExchange exchange, String path, boolean known) throws IOException {
    if (!known) {
      FakeHub.answer(exchange, 401, "{\"error\":\"Unauthorized\"}");
      return;
    }
    if (!hub.role.equals("write")) {
      FakeHub.answer(exchange, 403, "{\"error\":\"You need the write permission\"}");
      return;
    }
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    if (path.equals("/api/repos/create")) {
      create(exchange, JSON.readTree(body));
    } else if (path.contains("/preupload/")) {
      preupload(exchange, JSON.readTree(body));
    } else if (path.endsWith("/info/lfs/objects/batch")) {
      batch(exchange, JSON.readTree(body));
    } else if (path.startsWith("/lfs/parts/")) {
      join(exchange, JSON.readTree(body));
    } else if (path.startsWith("/lfs/verify")) {
      boolean there = hub.stored.containsKey(JSON.readTree(body).path("oid").asString());
      FakeHub.answer(exchange, there ? 200 : 404, "{}");
    } else if (path.contains("/commit/")) {
      commit(exchange, path, body);
    } else {
      FakeHub.answer(exchange, 404, "{}");
    }
  }

  private void create(HttpExchange exchange, JsonNode body) throws IOException {
    String owner = body.path("organization").asString("ada");
    String id = owner + "/" + body.path("name").asString();
    if (hub.repos.containsKey(id)) {
      FakeHub.answer(exchange, 409, "{\"error\":\"You already created this model repo\"}");
      return;
    }
    hub.add(id, Map.of()).hidden =
        body.path("visibility").asString("").equals("private") && !hub.opensAll;
    FakeHub.answer(exchange, 200, "{\"url\":\"" + hub.endpoint() + "/" + id + "\"}");
  }

  private static void preupload(HttpExchange exchange, JsonNode body) throws IOException {
    ObjectNode answer = JSON.createObjectNode();
    var files = answer.putArray("files");
    for (JsonNode file : body.path("files")) {
      Objects.requireNonNull(Base64.getDecoder().decode(file.path("sample").asString()));
      boolean large = file.path("size").asLong() >= FakeHub.LARGE;
      files
          .addObject()
          .put("path", file.path("path").asString())
          .put("uploadMode", large ? "lfs" : "regular")
          .put("shouldIgnore", false);
    }
    FakeHub.answer(exchange, 200, answer.toString());
  }

  private void batch(HttpExchange exchange, JsonNode body) throws IOException {
    hub.batches.add(body);
    ObjectNode answer = JSON.createObjectNode().put("transfer", "multipart");
    var objects = answer.putArray("objects");
    for (JsonNode wanted : body.path("objects")) {
      String oid = wanted.path("oid").asString();
      long size = wanted.path("size").asLong();
      ObjectNode object = objects.addObject().put("oid", oid).put("size", size);
      if (!hub.stored.containsKey(oid)) {
        ObjectNode actions = object.putObject("actions");
        ObjectNode upload = actions.putObject("upload");
        ObjectNode header = upload.putObject("header");
        if (size > PART) {
          upload.put("href", hub.endpoint() + "/lfs/parts/" + oid);
          header.put("chunk_size", String.valueOf(PART));
          for (int part = 1; (part - 1L) * PART < size; part++) {
            header.put("%05d".formatted(part), hub.uploadAddress(oid + "." + part));
          }
        } else {
          upload.put("href", hub.uploadAddress(oid));
        }
        actions.putObject("verify").put("href", hub.endpoint() + "/lfs/verify");
      }
    }
    FakeHub.answer(exchange, 200, answer.toString());
  }

  private void join(HttpExchange exchange, JsonNode body) throws IOException {
    String oid = body.path("oid").asString();
    var whole = new ByteArrayOutputStream();
    for (JsonNode part : body.path("parts")) {
      byte[] piece = hub.stored.remove(oid + "." + part.path("partNumber").asInt());
      if (piece == null || !part.path("etag").asString().matches("\"[0-9a-f]{8}\"")) {
        FakeHub.answer(exchange, 400, "{\"error\":\"no such part\"}");
        return;
      }
      whole.write(piece);
    }
    hub.stored.put(oid, whole.toByteArray());
    FakeHub.answer(exchange, 200, "{}");
  }

  private void commit(HttpExchange exchange, String path, String body) throws IOException {
    String id = path.replaceAll("^/api/(models|datasets)/|/commit/.*", "");
    FakeHub.Held held = Objects.requireNonNull(hub.repos.get(id));
    Map<String, byte[]> files = new HashMap<>();
    JsonNode header = JSON.missingNode();
    for (String line : body.lines().toList()) {
      JsonNode entry = JSON.readTree(line);
      JsonNode value = entry.path("value");
      switch (entry.path("key").asString()) {
        case "header" -> header = value;
        case "file" ->
            files.put(
                value.path("path").asString(),
                Base64.getDecoder().decode(value.path("content").asString()));
        case "lfsFile" -> {
          byte[] content = hub.stored.get(value.path("oid").asString());
          if (content == null || content.length != value.path("size").asLong()) {
            FakeHub.answer(exchange, 400, "{\"error\":\"LFS object is missing\"}");
            return;
          }
          files.put(value.path("path").asString(), content);
        }
        default -> throw new IllegalArgumentException(line);
      }
    }
    String commit = hub.commit(held, files, header);
    FakeHub.answer(
        exchange,
        200,
        JSON.createObjectNode()
            .put("success", true)
            .put("commitOid", commit)
            .put("commitUrl", hub.endpoint() + "/" + id + "/commit/" + commit)
            .toString());
  }
}
