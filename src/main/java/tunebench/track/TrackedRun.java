package tunebench.track;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tunebench.run.EvaluationRow;
import tunebench.run.Scores;
import tunebench.run.StepPoint;

/**
 * A run that tells trackers. Every method returns at once, whatever the trackers do: what is told
 * goes to a journal in {@code folder}, and from there to each tracker in its own time.
 */
public final class TrackedRun implements AutoCloseable {
  private static final long MACHINE_MILLIS = 10_000;
  private static final String JOURNAL = "journal.jsonl";

  private final Journal journal;
  private final List<Feeder> feeders = new ArrayList<>();
  private final MachineLoad machine;
  private final Duration patience;
  private volatile boolean stopped;

  /**
   * Begins, or goes on where an earlier process stopped.
   *
   * @param folder of the journal
   * @param remark told, in a sentence, of a tracker that cannot be reached or refuses
   * @param device figures of the device, such as its memory, by name
   * @param patience how long {@link #close} waits for the trackers
   */
  public TrackedRun(
      Path folder,
      List<Sink> sinks,
      Consumer<String> remark,
      MachineLoad.Device device,
      Duration patience)
      throws IOException {
    this.journal = new Journal(journal(folder));
    for (Sink sink : sinks) {
      feeders.add(new Feeder(journal, sink, remark));
    }
    this.machine = new MachineLoad(device, MACHINE_MILLIS, journal::add);
    this.patience = patience;
  }

  /** Where the journal is in such a folder. */
  public static Path journal(Path folder) {
    return folder.resolve(JOURNAL);
  }

  /** Whether a folder holds a journal with something in it that a tracker was not sent. */
  public static boolean hasBacklog(Path folder, String sink) throws IOException {
    Path file = journal(folder);
    return Files.exists(file) && Feeder.kept(folder.resolve("sent-" + sink)) < Files.size(file);
  }

  /** The run's name and settings. */
  public void begin(String id, String name, String project, Map<String, String> settings) {
    journal.add(new TrackRecord.Begin(Instant.now(), id, name, project, settings));
    machine.start();
  }

  /** An update was made. */
  public void step(StepPoint s) {
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("train/loss", s.loss());
    values.put("train/price_loss", s.priceLoss());
    values.put("train/learning_rate", s.learningRate());
    values.put("train/grad_norm", s.gradientNorm());
    values.put("train/epoch", s.epoch());
    values.put("train/tokens_per_second", s.tokensPerSecond());
    journal.add(new TrackRecord.Figures(Instant.now(), s.step(), values));
  }

  /** An evaluation's figures. */
  public void scores(long step, Scores s) {
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("eval/mae", s.mae());
    values.put("eval/mae_low", s.maeLow());
    values.put("eval/mae_high", s.maeHigh());
    values.put("eval/rmsle", s.rmsle());
    values.put("eval/hits", s.hits());
    journal.add(new TrackRecord.Figures(Instant.now(), step, values));
  }

  /** The rows behind an evaluation's figures. */
  public void predictions(long step, List<EvaluationRow> rows) {
    List<List<Object>> cells = new ArrayList<>();
    for (EvaluationRow r : rows) {
      cells.add(List.of(r.title(), r.category(), r.truth(), r.guess(), r.text(), r.parsed()));
    }
    journal.add(
        new TrackRecord.Table(
            Instant.now(),
            step,
            "predictions",
            List.of("title", "category", "truth", "guess", "text", "parsed"),
            cells));
  }

  /** A chart, as a PNG file that stays where it is. */
  public void picture(long step, String name, Path png) {
    journal.add(
        new TrackRecord.Picture(Instant.now(), step, name, png.toAbsolutePath().toString()));
  }

  /** An adapter was saved. */
  public void adapter(long step, String name, Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<String> paths =
          files
              .filter(f -> f.getFileName().toString().startsWith("adapter_"))
              .sorted()
              .map(f -> f.toAbsolutePath().toString())
              .toList();
      journal.add(new TrackRecord.Artifact(Instant.now(), step, name, "model", paths));
    }
  }

  /** The run ends. */
  public void end(boolean failed, String reason) {
    machine.close();
    journal.add(new TrackRecord.End(Instant.now(), failed, reason));
  }

  /** Where what was not sent is kept, and for whom; empty if all was sent. */
  public List<String> backlog() {
    return feeders.stream().filter(f -> !f.isDone()).map(Feeder::name).toList();
  }

  /** Lets one who waits in {@link #close} wait no longer; what was not sent is kept. */
  public void stop() {
    stopped = true;
  }

  /** Waits for the trackers as long as it was told to, and lets go. */
  @Override
  public void close() throws IOException {
    machine.close();
    journal.close();
    long until = System.nanoTime() + patience.toNanos();
    try {
      while (!stopped && System.nanoTime() < until && !feeders.stream().allMatch(Feeder::isOver)) {
        Thread.sleep(20);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (Feeder feeder : feeders) {
      feeder.close();
    }
  }
}
