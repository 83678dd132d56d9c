package tunebench.track;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Event files for TensorBoard, one folder per run. Like the offline file of W&B, it is written from
 * the beginning by each process that goes on with the run.
 */
public final class TensorBoardSink implements Sink {
  private static final int ROWS = 100;

  private final Path root;
  private @Nullable EventFile file;

  public TensorBoardSink(Path root) {
    this.root = root;
  }

  @Override
  public String name() {
    return "tensorboard";
  }

  @Override
  public void passed(TrackRecord sent) {
    try {
      write(sent);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void send(List<TrackRecord> records) throws IOException {
    for (TrackRecord record : records) {
      write(record);
    }
    out().flush();
  }

  private EventFile out() {
    return Objects.requireNonNull(file, "a run tells figures before it begins");
  }

  private void write(TrackRecord record) throws IOException {
    switch (record) {
      case TrackRecord.Begin begin -> begin(begin);
      case TrackRecord.Figures f -> scalars(f, f.step(), f.values());
      case TrackRecord.Machine m -> scalars(m, m.at().getEpochSecond(), m.values());
      case TrackRecord.Table t -> out().text(t.at(), t.step(), t.name(), markdown(t));
      case TrackRecord.Picture p -> {
        Path png = Path.of(p.file());
        if (Files.exists(png)) {
          int[] size = Media.size(png);
          out().picture(p.at(), p.step(), p.name(), Files.readAllBytes(png), size[0], size[1]);
        }
      }
      case TrackRecord.Artifact a ->
          out().text(a.at(), a.step(), a.name(), String.join("  \n", a.files()));
      case TrackRecord.End end -> {
        if (end.failed()) {
          out().text(end.at(), 0, "end", end.reason());
        }
      }
    }
  }

  private void begin(TrackRecord.Begin begin) throws IOException {
    if (file != null) {
      return;
    }
    String name =
        "events.out.tfevents.%010d.tunebench.%s".formatted(begin.at().getEpochSecond(), begin.id());
    String folder = begin.name().replaceAll("[^A-Za-z0-9._-]+", "-") + "-" + begin.id();
    EventFile made = new EventFile(root.resolve(folder).resolve(name), begin.at());
    file = made;
    String settings =
        begin.settings().entrySet().stream()
            .map(e -> "| " + e.getKey() + " | " + e.getValue() + " |")
            .collect(Collectors.joining("\n", "| setting | value |\n| --- | --- |\n", ""));
    made.text(begin.at(), 0, "settings", settings);
  }

  private void scalars(TrackRecord record, long step, Map<String, Double> values)
      throws IOException {
    for (Map.Entry<String, Double> value : values.entrySet()) {
      out().scalar(record.at(), step, value.getKey().replace('.', '/'), value.getValue());
    }
  }

  private static String markdown(TrackRecord.Table table) {
    StringBuilder text = new StringBuilder("| " + String.join(" | ", table.columns()) + " |\n");
    text.append("|").append(" --- |".repeat(table.columns().size())).append('\n');
    for (List<Object> row : table.rows().subList(0, Math.min(ROWS, table.rows().size()))) {
      text.append("| ");
      text.append(
          row.stream()
              .map(cell -> String.valueOf(cell).replace("|", "\\|").replace("\n", " "))
              .collect(Collectors.joining(" | ")));
      text.append(" |\n");
    }
    return text.toString();
  }

  @Override
  public void close() throws IOException {
    EventFile open = file;
    if (open != null) {
      open.close();
    }
  }
}
