package tunebench.track;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A run as {@code wandb sync} takes it: {@code wandb/offline-run-DATE-ID/run-ID.wandb} with the
 * files beside it. The file is written from the run's beginning by each process that goes on with
 * it, so it never holds anything twice.
 */
public final class WandbOfflineSink implements Sink {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss", Locale.ROOT).withZone(ZoneId.systemDefault());

  private final Path root;
  private final String entity;
  private final WandbHistory history = new WandbHistory();
  private final WandbRecords records = new WandbRecords();
  private TrackRecord.@Nullable Begin begun;
  private @Nullable WandbFile file;

  /** An end that an earlier process told and behind which nothing has come yet. */
  private TrackRecord.@Nullable End ended;

  private Path files;

  /**
   * Sets up.
   *
   * @param root folder in which {@code wandb} is made
   * @param entity whose project it is, "" to let {@code wandb sync} choose
   */
  public WandbOfflineSink(Path root, String entity) {
    this.root = root;
    this.entity = entity;
    this.files = root;
  }

  @Override
  public String name() {
    return "wandb-offline";
  }

  /** The folder of a run. */
  public static Path folder(Path root, TrackRecord.Begin begin) {
    return root.resolve("wandb")
        .resolve("offline-run-" + DATE.format(begin.at()) + "-" + begin.id());
  }

  @Override
  public void passed(TrackRecord sent) {
    try {
      if (sent instanceof TrackRecord.End end) {
        ended = end;
        return;
      }
      ended = null;
      write(sent);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void send(List<TrackRecord> news) throws IOException {
    // The run went on: nothing that W&B reads stands behind the record of an end.
    ended = null;
    for (TrackRecord record : news) {
      write(record);
    }
    out().flush();
  }

  private void write(TrackRecord record) throws IOException {
    switch (record) {
      case TrackRecord.Begin begin -> begin(begin);
      case TrackRecord.Figures f -> line(f, f.step(), f.values());
      case TrackRecord.Table t -> {
        WandbArtifact rows = WandbArtifact.of(t, begun().id(), files.resolveSibling("tables"));
        out().add(records.artifact(rows, begun().project(), entity));
        Media media = Media.table(t, files.resolve("media/table")).with(rows.tablePaths());
        keep(media, true);
        line(t, t.step(), Map.of(t.name(), media.value()));
      }
      case TrackRecord.Picture p -> {
        if (Files.exists(Path.of(p.file()))) {
          Media media = Media.picture(p);
          keep(media, false);
          line(p, p.step(), Map.of(p.name(), media.value()));
        }
      }
      case TrackRecord.Machine m -> out().add(records.stats(m));
      case TrackRecord.Artifact a -> artifact(a);
      case TrackRecord.End end -> end(end);
    }
  }

  private void begin(TrackRecord.Begin begin) throws IOException {
    if (begun != null) {
      // A run that goes on: the same run, whose beginning stands already.
      return;
    }
    begun = begin;
    history.begin(begin.at());
    Path folder = folder(root, begin);
    files = folder.resolve("files");
    Files.createDirectories(files);
    WandbFile made = new WandbFile(folder.resolve("run-" + begin.id() + ".wandb"));
    file = made;
    made.add(records.header());
    made.add(records.run(begin, entity));
    made.add(records.metric(WandbAxis.STEP, ""));
    for (String figure : WandbAxis.FIGURES) {
      made.add(records.metric(figure, WandbAxis.STEP));
    }
  }

  private WandbFile out() {
    return Objects.requireNonNull(file, "a run tells figures before it begins");
  }

  private void end(TrackRecord.End end) throws IOException {
    out().add(records.summary(history.summary()));
    int seconds = (int) history.runtime(end.at());
    out().add(records.exit(end.failed() ? 1 : 0, seconds));
    out().add(records.last());
    out().add(records.footer());
  }

  private TrackRecord.Begin begun() {
    return Objects.requireNonNull(begun, "a run tells figures before it begins");
  }

  private void line(TrackRecord record, long step, Map<String, ?> values) throws IOException {
    long number = history.lines();
    out().add(records.history(history.line(record.at(), step, values), number));
  }

  private void keep(Media media, boolean own) throws IOException {
    Path place = files.resolve(media.path());
    Files.createDirectories(place.getParent());
    if (own) {
      Files.move(media.file(), place, StandardCopyOption.REPLACE_EXISTING);
    } else {
      Files.copy(media.file(), place, StandardCopyOption.REPLACE_EXISTING);
    }
    out().add(records.file(media.path()));
  }

  private void artifact(TrackRecord.Artifact artifact) throws IOException {
    Optional<WandbArtifact> made = WandbArtifact.of(artifact, begun().id());
    if (made.isPresent()) {
      out().add(records.artifact(made.get(), begun().project(), entity));
    }
  }

  @Override
  public void close() throws IOException {
    WandbFile open = file;
    if (open != null) {
      if (ended != null) {
        end(ended);
      }
      open.close();
    }
  }
}
