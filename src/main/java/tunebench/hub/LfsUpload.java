package tunebench.hub;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tunebench.RemoteException;

/**
 * Sends large files by Git LFS: one question for all, then each by one PUT, or in parts of the size
 * that the answer names. What the Hub has already is not sent.
 */
record LfsUpload(HubHttp http, Repo repo) {
  private static final String LFS = "application/vnd.git-lfs+json";
  private static final JsonMapper JSON = JsonMapper.shared();

  void send(List<LfsObject> objects, LongConsumer sent) throws IOException, InterruptedException {
    if (objects.isEmpty()) {
      return;
    }
    Map<String, JsonNode> answers = ask(objects);
    long done = 0;
    for (LfsObject object : objects) {
      JsonNode answer = answers.get(object.oid());
      if (answer == null || answer.has("error")) {
        throw new RemoteException(
            "The Hub does not take %s%s."
                .formatted(
                    object.file().getFileName(),
                    answer == null
                        ? ""
                        : " (\"" + answer.path("error").path("message").asString("") + "\")"));
      }
      JsonNode actions = answer.path("actions");
      if (actions.has("upload")) {
        one(object, actions.path("upload"));
        if (actions.has("verify")) {
          post(
              actions.path("verify"),
              JSON.createObjectNode().put("oid", object.oid()).put("size", object.size()));
        }
      }
      done += object.size();
      sent.accept(done);
    }
  }

  private Map<String, JsonNode> ask(List<LfsObject> objects)
      throws IOException, InterruptedException {
    ObjectNode body = JSON.createObjectNode().put("operation", "upload").put("hash_algo", "sha256");
    body.putArray("transfers").add("basic").add("multipart");
    body.putObject("ref").put("name", repo.revision());
    ArrayNode list = body.putArray("objects");
    objects.forEach(o -> list.addObject().put("oid", o.oid()).put("size", o.size()));
    HubCall call =
        HubCall.post(
                http.settings().at(repo.page() + ".git/info/lfs/objects/batch"),
                repo.toString(),
                LFS,
                body.toString().getBytes(StandardCharsets.UTF_8))
            .with("Accept", LFS);
    Map<String, JsonNode> answers = new HashMap<>();
    for (JsonNode object : http.json(call).path("objects")) {
      answers.put(object.path("oid").asString(""), object);
    }
    return answers;
  }

  private void one(LfsObject object, JsonNode upload) throws IOException, InterruptedException {
    JsonNode header = upload.path("header");
    long part = header.path("chunk_size").asLong(0);
    if (part <= 0) {
      HubCall put = HubCall.put(address(upload), repo.toString(), object.file());
      for (var entry : header.properties()) {
        put = put.with(entry.getKey(), entry.getValue().asString(""));
      }
      http.send(put).close();
      return;
    }
    ObjectNode whole = JSON.createObjectNode().put("oid", object.oid());
    ArrayNode parts = whole.putArray("parts");
    int number = 1;
    for (long at = 0; at < object.size(); at += part, number++) {
      String name = name(header, number);
      String etag = part(object, at, Math.min(part, object.size() - at), header.path(name));
      parts.addObject().put("partNumber", number).put("etag", etag);
    }
    post(upload, whole);
  }

  /** Parts are named by their number, with or without zeros before it. */
  private static String name(JsonNode header, int number) throws IOException {
    for (var entry : header.properties()) {
      if (entry.getKey().matches("0*" + number)) {
        return entry.getKey();
      }
    }
    throw new RemoteException("The Hub gives no address for part %d of a file.".formatted(number));
  }

  private String part(LfsObject object, long from, long size, JsonNode address)
      throws IOException, InterruptedException {
    HubCall call =
        new HubCall(
            "PUT",
            URI.create(address.asString("")),
            repo.toString(),
            Map.of(),
            () -> {
              FileChannel channel = FileChannel.open(object.file());
              channel.position(from);
              return BodyPublishers.fromPublisher(
                  BodyPublishers.ofInputStream(
                      () -> new Bounded(Channels.newInputStream(channel), size)),
                  size);
            });
    try (HubHttp.Answer answer = http.send(call)) {
      return answer
          .last()
          .headers()
          .firstValue("ETag")
          .orElseThrow(() -> new RemoteException("The Hub's store did not confirm a part."));
    }
  }

  private static URI address(JsonNode action) {
    return URI.create(action.path("href").asString(""));
  }

  private void post(JsonNode action, ObjectNode body) throws IOException, InterruptedException {
    HubCall call =
        HubCall.post(
            address(action),
            repo.toString(),
            LFS,
            body.toString().getBytes(StandardCharsets.UTF_8));
    for (var entry : action.path("header").properties()) {
      if (entry.getKey().equalsIgnoreCase("Authorization")) {
        call = call.with(entry.getKey(), entry.getValue().asString(""));
      }
    }
    http.send(call.with("Accept", LFS)).close();
  }
}
