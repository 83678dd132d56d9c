package tunebench.track;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Weights & Biases, live: the run by GraphQL, its lines by the file stream, where each line has an
 * offset, so that one that is sent twice counts once.
 */
public final class WandbSink implements Sink {
  private static final String HISTORY = "wandb-history.jsonl";
  private static final String EVENTS = "wandb-events.jsonl";
  private static final String SUMMARY = "wandb-summary.json";

  private final WandbGraph graph;
  private final String entity;
  private final Path folder;
  private final WandbHistory history = new WandbHistory();
  private TrackRecord.@Nullable Begin begun;
  private @Nullable WandbRun run;
  private long events;

  /**
   * Sets up.
   *
   * @param base such as {@code https://api.wandb.ai}
   * @param entity whose project it is, "" for the key's owner
   * @param folder for tables on their way
   */
  public WandbSink(URI base, String key, String entity, Path folder) {
    this.graph = new WandbGraph(base, key);
    this.entity = entity;
    this.folder = folder;
  }

  @Override
  public String name() {
    return "wandb";
  }

  @Override
  public void passed(TrackRecord sent) {
    switch (sent) {
      case TrackRecord.Begin begin -> {
        history.begin(begin.at());
        begun = begin;
      }
      case TrackRecord.Figures f -> history.line(f.at(), f.step(), f.values());
      case TrackRecord.Table t -> history.line(t.at(), t.step(), Map.of());
      case TrackRecord.Picture p -> history.line(p.at(), p.step(), Map.of());
      case TrackRecord.Machine _ -> events++;
      case TrackRecord.Artifact _, TrackRecord.End _ -> {}
    }
  }

  @Override
  public void send(List<TrackRecord> records) throws IOException, InterruptedException {
    long firstLine = history.lines();
    long firstEvent = events;
    List<String> lines = new ArrayList<>();
    List<String> loads = new ArrayList<>();
    List<String> uploaded = new ArrayList<>();
    Map<String, Object> closing = Map.of();
    try {
      for (TrackRecord record : records) {
        switch (record) {
          case TrackRecord.Begin begin -> {
            history.begin(begin.at());
            begun = begin;
            run = null;
          }
          case TrackRecord.Figures f -> line(lines, f, f.step(), f.values());
          case TrackRecord.Table t -> {
            WandbArtifact rows = WandbArtifact.of(t, run().name(), folder);
            run().artifact(rows, folder);
            Media media = Media.table(t, folder).with(rows.tablePaths());
            run().upload(media);
            uploaded.add(media.path());
            line(lines, t, t.step(), Map.of(t.name(), media.value()));
          }
          case TrackRecord.Picture p -> {
            if (Files.exists(Path.of(p.file()))) {
              Media media = Media.picture(p);
              run().upload(media);
              uploaded.add(media.path());
              line(lines, p, p.step(), Map.of(p.name(), media.value()));
            } else {
              // Removed with its run before it could be sent: its line keeps the count.
              line(lines, p, p.step(), Map.of());
            }
          }
          case TrackRecord.Machine m -> {
            loads.add(TrackJson.text(load(m)));
            events++;
          }
          case TrackRecord.Artifact a -> artifact(a);
          case TrackRecord.End end ->
              closing = Map.of("complete", true, "exitcode", end.failed() ? 1 : 0);
        }
      }
      stream(firstLine, lines, firstEvent, loads, uploaded, closing);
    } catch (IOException | InterruptedException | RuntimeException e) {
      // The same records will come again and must get the same places.
      history.rewind(firstLine);
      events = firstEvent;
      throw e;
    }
  }

  private void line(List<String> lines, TrackRecord record, long step, Map<String, ?> values) {
    lines.add(TrackJson.text(history.line(record.at(), step, values)));
  }

  private Map<String, Object> load(TrackRecord.Machine machine) {
    Map<String, Object> line = new LinkedHashMap<>(machine.values());
    line.put("_wandb", true);
    line.put("_timestamp", machine.at().toEpochMilli() / 1e3);
    line.put("_runtime", history.runtime(machine.at()));
    return line;
  }

  /** The run as W&B knows it; asked for when first needed, since asking twice makes one run. */
  private WandbRun run() throws IOException, InterruptedException {
    WandbRun known = run;
    if (known == null) {
      TrackRecord.Begin begin = begun;
      if (begin == null) {
        throw new IllegalStateException("a run tells figures before it begins");
      }
      known = WandbRun.begin(graph, entity, begin);
      run = known;
    }
    return known;
  }

  private void artifact(TrackRecord.Artifact artifact) throws IOException, InterruptedException {
    Optional<WandbArtifact> made = WandbArtifact.of(artifact, run().name());
    if (made.isPresent()) {
      run().artifact(made.get(), folder);
    }
  }

  private void stream(
      long firstLine,
      List<String> lines,
      long firstEvent,
      List<String> loads,
      List<String> uploaded,
      Map<String, Object> closing)
      throws IOException, InterruptedException {
    Map<String, Object> files = new LinkedHashMap<>();
    if (!lines.isEmpty()) {
      files.put(HISTORY, Map.of("offset", firstLine, "content", lines));
      files.put(
          SUMMARY, Map.of("offset", 0, "content", List.of(TrackJson.text(history.summary()))));
    }
    if (!loads.isEmpty()) {
      files.put(EVENTS, Map.of("offset", firstEvent, "content", loads));
    }
    Map<String, Object> body = new LinkedHashMap<>(closing);
    body.put("files", files);
    if (!uploaded.isEmpty()) {
      body.put("uploaded", uploaded);
    }
    JsonNode _ = run().stream(body);
  }
}
