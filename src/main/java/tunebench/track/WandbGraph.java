package tunebench.track;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tunebench.BadInputException;

/** W&B's GraphQL, as far as a run needs it. */
final class WandbGraph {
  static final String UPSERT =
      """
      mutation UpsertBucket($name: String, $project: String, $entity: String,
          $displayName: String, $config: JSONString, $host: String) {
        upsertBucket(input: {name: $name, modelName: $project, entityName: $entity,
            displayName: $displayName, config: $config, host: $host}) {
          bucket { id name project { name entity { name } } }
          inserted
        }
      }\
      """;

  static final String RUN_FILES =
      """
      mutation CreateRunFiles($entity: String!, $project: String!, $run: String!,
          $files: [String!]!) {
        createRunFiles(input: {entityName: $entity, projectName: $project, runName: $run,
            files: $files}) {
          uploadHeaders
          files { name uploadUrl }
        }
      }\
      """;

  static final String ARTIFACT =
      """
      mutation CreateArtifact($input: CreateArtifactInput!) {
        createArtifact(input: $input) { artifact { id state } }
      }\
      """;

  static final String ARTIFACT_MANIFEST =
      """
      mutation CreateArtifactManifest($artifact: ID!, $name: String!, $digest: String!,
          $entity: String!, $project: String!, $run: String!, $upload: Boolean!) {
        createArtifactManifest(input: {artifactID: $artifact, name: $name, digest: $digest,
            entityName: $entity, projectName: $project, runName: $run, type: FULL}) {
          artifactManifest {
            id
            file {
              id
              uploadUrl @include(if: $upload)
              uploadHeaders @include(if: $upload)
            }
          }
        }
      }\
      """;

  static final String ARTIFACT_FILES =
      """
      mutation CreateArtifactFiles($input: CreateArtifactFilesInput!) {
        createArtifactFiles(input: $input) {
          files { edges { node { uploadUrl uploadHeaders } } }
        }
      }\
      """;

  static final String ARTIFACT_COMMIT =
      """
      mutation CommitArtifact($artifact: ID!) {
        commitArtifact(input: {artifactID: $artifact}) { artifact { id digest } }
      }\
      """;

  private final TrackHttp http = new TrackHttp("W&B");
  private final URI base;
  private final Map<String, String> headers;

  WandbGraph(URI base, String key) {
    this.base = base;
    String basic =
        Base64.getEncoder().encodeToString(("api:" + key).getBytes(StandardCharsets.UTF_8));
    this.headers = Map.of("Authorization", "Basic " + basic);
  }

  TrackHttp http() {
    return http;
  }

  URI at(String path) {
    return URI.create(base.toString().replaceAll("/+$", "") + path);
  }

  JsonNode post(String path, Object body) throws IOException, InterruptedException {
    return http.post(at(path), headers, body);
  }

  /** Asks, and returns what stands under {@code data}. */
  JsonNode ask(String query, Map<String, Object> variables)
      throws IOException, InterruptedException {
    JsonNode answer = post("/graphql", Map.of("query", query, "variables", variables));
    if (!answer.path("errors").isEmpty()) {
      throw new BadInputException(
          "W&B refused (\"%s\"); check the project's name."
              .formatted(answer.path("errors").path(0).path("message").asString("")));
    }
    return answer.path("data");
  }
}
