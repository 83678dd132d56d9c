package tunebench.track;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/**
 * A run on W&B's server.
 *
 * @param name its id there
 */
record WandbRun(WandbGraph graph, String entity, String project, String name) {

  /** Makes the run, or finds it if it is there already. */
  static WandbRun begin(WandbGraph graph, String entity, TrackRecord.Begin begin)
      throws IOException, InterruptedException {
    Map<String, Object> config = new LinkedHashMap<>();
    begin
        .settings()
        .forEach((key, value) -> config.put(key, Map.of("value", TrackJson.setting(value))));
    Map<String, Object> variables = new HashMap<>();
    variables.put("name", begin.id());
    variables.put("displayName", begin.name());
    variables.put("project", begin.project());
    variables.put("entity", entity.isEmpty() ? null : entity);
    variables.put("config", TrackJson.text(config));
    variables.put("host", host());
    JsonNode bucket = graph.ask(WandbGraph.UPSERT, variables).path("upsertBucket").path("bucket");
    return new WandbRun(
        graph,
        bucket.path("project").path("entity").path("name").asString(entity),
        bucket.path("project").path("name").asString(begin.project()),
        bucket.path("name").asString(begin.id()));
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "";
    }
  }

  JsonNode stream(Map<String, Object> body) throws IOException, InterruptedException {
    return graph.post("/files/%s/%s/%s/file_stream".formatted(entity, project, name), body);
  }

  void upload(Media media) throws IOException, InterruptedException {
    JsonNode answer =
        graph
            .ask(
                WandbGraph.RUN_FILES,
                Map.of(
                    "entity",
                    entity,
                    "project",
                    project,
                    "run",
                    name,
                    "files",
                    List.of(media.path())))
            .path("createRunFiles");
    put(answer.path("files").path(0), answer.path("uploadHeaders"), media.file());
  }

  private void put(JsonNode target, JsonNode headers, Path file)
      throws IOException, InterruptedException {
    Map<String, String> fields = new LinkedHashMap<>();
    for (JsonNode header : headers) {
      String[] parts = header.asString("").split(":", 2);
      if (parts.length == 2) {
        fields.put(parts[0], parts[1].strip());
      }
    }
    graph.http().put(URI.create(target.path("uploadUrl").asString("")), fields, file);
  }

  /** Makes an artifact of a manifest's files; what the server has already is not sent. */
  void artifact(TrackRecord.Artifact artifact, Manifest manifest, Path folder)
      throws IOException, InterruptedException {
    Map<String, Object> variables = new HashMap<>();
    variables.put("entity", entity);
    variables.put("project", project);
    variables.put("type", artifact.kind());
    variables.put("collection", artifact.name());
    variables.put("run", name);
    variables.put("digest", manifest.digest());
    variables.put("client", UUID.randomUUID().toString());
    variables.put("sequence", UUID.randomUUID().toString());
    variables.put(
        "aliases",
        List.of(
            Map.of("artifactCollectionName", artifact.name(), "alias", "latest"),
            Map.of("artifactCollectionName", artifact.name(), "alias", "step-" + artifact.step())));
    JsonNode made =
        graph.ask(WandbGraph.ARTIFACT, variables).path("createArtifact").path("artifact");
    String id = made.path("id").asString("");
    if (made.path("state").asString("").equals("COMMITTED")) {
      return;
    }
    String bare = manifest(id, "", false).path("id").asString("");
    List<Map<String, Object>> files = new ArrayList<>();
    for (Manifest.Entry entry : manifest.entries()) {
      files.add(
          Map.of(
              "artifactID",
              id,
              "artifactManifestID",
              bare,
              "name",
              entry.name(),
              "md5",
              entry.digest()));
    }
    JsonNode edges =
        graph
            .ask(WandbGraph.ARTIFACT_FILES, Map.of("files", files))
            .path("createArtifactFiles")
            .path("files")
            .path("edges");
    for (JsonNode edge : edges) {
      JsonNode node = edge.path("node");
      for (Manifest.Entry entry : manifest.entries()) {
        // An address is missing where the server has the content already.
        if (entry.name().equals(node.path("name").asString("")) && node.hasNonNull("uploadUrl")) {
          put(node, node.path("uploadHeaders"), entry.file());
        }
      }
    }
    Files.createDirectories(folder);
    Path json = folder.resolve("wandb_manifest.json");
    Files.writeString(json, TrackJson.text(manifest.json()));
    String digest =
        java.util.Base64.getEncoder().encodeToString(Manifest.md5(Files.readAllBytes(json)));
    JsonNode file = manifest(id, digest, true).path("file");
    put(file, file.path("uploadHeaders"), json);
    JsonNode _ = graph.ask(WandbGraph.ARTIFACT_COMMIT, Map.of("artifact", id));
  }

  private JsonNode manifest(String artifact, String digest, boolean upload)
      throws IOException, InterruptedException {
    return graph
        .ask(
            WandbGraph.ARTIFACT_MANIFEST,
            Map.of(
                "artifact", artifact,
                "name", "wandb_manifest.json",
                "digest", digest,
                "entity", entity,
                "project", project,
                "run", name,
                "upload", upload))
        .path("createArtifactManifest")
        .path("artifactManifest");
  }
}
