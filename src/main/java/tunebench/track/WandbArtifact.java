package tunebench.track;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An artifact of a run on its way to W&B.
 *
 * @param run id of the run that makes it
 * @param type such as {@code model}
 * @param collection its name without a version
 */
record WandbArtifact(
    String run, String type, String collection, List<String> aliases, Manifest manifest) {
  private static final String TABLE = ".table.json";

  WandbArtifact {
    aliases = List.copyOf(aliases);
  }

  /**
   * A folder's files, unless one of them is gone: old checkpoints are removed in a long run, and
   * what is gone cannot be sent any more.
   */
  static Optional<WandbArtifact> of(TrackRecord.Artifact artifact, String run) throws IOException {
    List<String> files = artifact.files();
    if (files.isEmpty() || !files.stream().allMatch(file -> Files.exists(Path.of(file)))) {
      return Optional.empty();
    }
    return Optional.of(
        new WandbArtifact(
            run,
            artifact.kind(),
            artifact.name(),
            List.of("latest", "step-" + artifact.step()),
            Manifest.of(files)));
  }

  /**
   * A table once more as an artifact: W&B's pages take the rows of a table from there. Its file is
   * written into {@code folder}.
   */
  static WandbArtifact of(TrackRecord.Table table, String run, Path folder) throws IOException {
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("_type", "table");
    content.put("column_types", columnTypes(table));
    content.put("columns", table.columns());
    content.put("data", table.rows());
    content.put("log_mode", "IMMUTABLE");
    content.put("ncols", table.columns().size());
    content.put("nrows", table.rows().size());
    Path place = Files.createDirectories(folder.resolve("table-" + table.step()));
    Path file = place.resolve(table.name() + TABLE);
    Files.writeString(file, TrackJson.text(content));
    return new WandbArtifact(
        run,
        "run_table",
        "run-%s-%s".formatted(run, table.name()),
        List.of("latest", "step-" + table.step()),
        Manifest.of(List.of(file.toString())));
  }

  /** What the history's value says of this artifact, if it holds a table. */
  Map<String, String> tablePaths() {
    String name = manifest.entries().getFirst().name();
    return Map.of(
        "artifact_path",
        "wandb-client-artifact://%s/%s".formatted(client(), name),
        "_latest_artifact_path",
        "wandb-client-artifact://%s:latest/%s".formatted(sequence(), name));
  }

  /** A name for it before the server gave it one; the same when it is sent again. */
  String client() {
    return hash("%s/%s/%s/%s".formatted(run, collection, aliases, manifest.digest()));
  }

  /** The same for the collection it is in. */
  String sequence() {
    return hash("%s/%s".formatted(run, collection));
  }

  private static String hash(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-512").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-512", e);
    }
  }

  private static Map<String, Object> columnTypes(TrackRecord.Table table) {
    Map<String, Object> types = new LinkedHashMap<>();
    for (int i = 0; i < table.columns().size(); i++) {
      Object cell = table.rows().isEmpty() ? "" : table.rows().getFirst().get(i);
      String type =
          cell instanceof Number ? "number" : cell instanceof Boolean ? "boolean" : "string";
      types.put(
          table.columns().get(i),
          Map.of(
              "wb_type",
              "union",
              "params",
              Map.of(
                  "allowed_types", List.of(Map.of("wb_type", "none"), Map.of("wb_type", type)))));
    }
    return Map.of("wb_type", "typedDict", "params", Map.of("type_map", types));
  }
}
