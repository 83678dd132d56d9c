package tunebench.hub;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tunebench.BadInputException;
import tunebench.RemoteException;

/**
 * Commits over HTTP as the Hub's clients make them: it is asked which files are large, these go by
 * Git LFS, and one request of JSON lines names all.
 */
public final class HttpHubWriter implements HubWriter {
  /** From a file's beginning the Hub tells whether it is text. */
  private static final int SAMPLE = 512;

  private static final JsonMapper JSON = JsonMapper.shared();

  private final HubHttp http;

  public HttpHubWriter(HttpHub hub) {
    this.http = hub.http();
  }

  @Override
  public boolean create(Repo repo, boolean hidden) throws IOException, InterruptedException {
    String[] parts = repo.id().split("/", 2);
    ObjectNode body = JSON.createObjectNode();
    body.put("name", parts[1]).put("organization", parts[0]);
    body.put("visibility", hidden ? "private" : "public").put("type", repo.type().label());
    HubCall call = post(repo, "/api/repos/create", body);
    try (HubHttp.Answer answer = http.send(call.accepting(409))) {
      return answer.status() != 409;
    }
  }

  @Override
  public String commit(Repo repo, String summary, List<Piece> pieces, LongConsumer sent)
      throws IOException, InterruptedException {
    Map<String, String> modes = modes(repo, pieces);
    List<Piece> large = pieces.stream().filter(p -> "lfs".equals(modes.get(p.path()))).toList();
    Map<String, LfsObject> objects = new HashMap<>();
    for (Piece piece : large) {
      objects.put(piece.path(), LfsObject.of(piece.file()));
    }
    new LfsUpload(http, repo).send(List.copyOf(objects.values()), sent);
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    line(lines, "header", JSON.createObjectNode().put("summary", summary).put("description", ""));
    for (Piece piece : pieces) {
      LfsObject object = objects.get(piece.path());
      ObjectNode value = JSON.createObjectNode().put("path", piece.path());
      if (object == null) {
        value.put("encoding", "base64");
        value.put("content", Base64.getEncoder().encodeToString(Files.readAllBytes(piece.file())));
        line(lines, "file", value);
      } else {
        value.put("algo", "sha256").put("oid", object.oid()).put("size", object.size());
        line(lines, "lfsFile", value);
      }
    }
    JsonNode answer =
        http.json(
            HubCall.post(
                http.settings().at(repo.api() + "/commit/" + repo.revisionPart()),
                repo.toString(),
                "application/x-ndjson",
                lines.toByteArray()));
    String commit = answer.path("commitOid").asString("");
    if (!Repo.isCommit(commit)) {
      throw new RemoteException("The Hub took files for %s but names no commit.".formatted(repo));
    }
    return commit;
  }

  private static void line(ByteArrayOutputStream lines, String key, ObjectNode value) {
    ObjectNode line = JSON.createObjectNode().put("key", key);
    line.set("value", value);
    lines.writeBytes((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private Map<String, String> modes(Repo repo, List<Piece> pieces)
      throws IOException, InterruptedException {
    ObjectNode body = JSON.createObjectNode();
    ArrayNode files = body.putArray("files");
    for (Piece piece : pieces) {
      if (!Files.isRegularFile(piece.file())) {
        throw new BadInputException("There is no file %s to upload.".formatted(piece.file()));
      }
      try (InputStream in = Files.newInputStream(piece.file())) {
        files
            .addObject()
            .put("path", piece.path())
            .put("size", Files.size(piece.file()))
            .put("sample", Base64.getEncoder().encodeToString(in.readNBytes(SAMPLE)));
      }
    }
    JsonNode answer = http.json(post(repo, repo.api() + "/preupload/" + repo.revisionPart(), body));
    Map<String, String> modes = new HashMap<>();
    for (JsonNode file : answer.path("files")) {
      modes.put(file.path("path").asString(""), file.path("uploadMode").asString(""));
    }
    List<String> unknown = new ArrayList<>();
    pieces.stream().map(Piece::path).filter(p -> !modes.containsKey(p)).forEach(unknown::add);
    if (!unknown.isEmpty()) {
      throw new RemoteException("The Hub does not say how to upload %s.".formatted(unknown));
    }
    return modes;
  }

  private HubCall post(Repo repo, String path, ObjectNode body) {
    return HubCall.post(
        http.settings().at(path),
        repo.toString(),
        "application/json",
        body.toString().getBytes(StandardCharsets.UTF_8));
  }
}
