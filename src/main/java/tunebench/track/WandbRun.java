package tunebench.track;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    config.put("_wandb", Map.of("value", WandbAxis.config()));
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

  /** Makes an artifact; what the server has already is not sent. */
  void artifact(WandbArtifact artifact, Path folder) throws IOException, InterruptedException {
    Manifest manifest = artifact.manifest();
    Map<String, Object> input = new HashMap<>();
    input.put("entityName", entity);
    input.put("projectName", project);
    input.put("runName", name);
    input.put("artifactTypeName", artifact.type());
    input.put("artifactCollectionName", artifact.collection());
    input.put("digest", manifest.digest());
    input.put("digestAlgorithm", "MANIFEST_MD5");
    input.put("enableDigestDeduplication", true);
    input.put("clientID", artifact.client());
    input.put("sequenceClientID", artifact.sequence());
    input.put(
        "aliases",
        artifact.aliases().stream()
            .map(alias -> Map.of("artifactCollectionName", artifact.collection(), "alias", alias))
            .toList());
    JsonNode made =
        graph
            .ask(WandbGraph.ARTIFACT, Map.of("input", input))
            .path("createArtifact")
            .path("artifact");
    String id = made.path("id").asString("");
    if (made.path("state").asString("").equals("COMMITTED")) {
      return;
    }
    files(manifest, id);
    Files.createDirectories(folder);
    Path json = folder.resolve("wandb_manifest.json");
    Files.writeString(json, TrackJson.text(manifest.json()));
    String digest = Base64.getEncoder().encodeToString(Manifest.md5(Files.readAllBytes(json)));
    JsonNode file = manifest(id, digest, true).path("file");
    put(file, file.path("uploadHeaders"), json);
    JsonNode _ = graph.ask(WandbGraph.ARTIFACT_COMMIT, Map.of("artifact", id));
  }

  private void files(Manifest manifest, String artifact) throws IOException, InterruptedException {
    String bare = manifest(artifact, "", false).path("id").asString("");
    List<Map<String, Object>> specs = new ArrayList<>();
    for (Manifest.Entry entry : manifest.entries()) {
      specs.add(
          Map.of(
              "artifactID",
              artifact,
              "artifactManifestID",
              bare,
              "name",
              entry.name(),
              "md5",
              entry.digest()));
    }
    JsonNode edges =
        graph
            .ask(
                WandbGraph.ARTIFACT_FILES,
                Map.of("input", Map.of("artifactFiles", specs, "storageLayout", "V2")))
            .path("createArtifactFiles")
            .path("files")
            .path("edges");
    if (edges.size() != specs.size()) {
      throw new IOException(
          "it answered %d places for %d files".formatted(edges.size(), specs.size()));
    }
    // The answer names no files: it is in the order of the question.
    for (int i = 0; i < edges.size(); i++) {
      JsonNode node = edges.path(i).path("node");
      // An address is missing where the server has the content already.
      if (node.hasNonNull("uploadUrl")) {
        put(node, node.path("uploadHeaders"), manifest.entries().get(i).file());
      }
    }
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
