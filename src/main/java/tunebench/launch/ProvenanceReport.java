package tunebench.launch;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tunebench.bench.ProvenanceBench;
import tunebench.bench.ProvenanceCost;
import tunebench.lora.LoraSettings;
import tunebench.model.OpenModel;
import tunebench.model.OpenSettings;
import tunebench.quant.Quantization;
import tunebench.run.Provenance;
import tunebench.run.RunKind;
import tunebench.run.RunRecord;
import tunebench.run.RunStatus;
import tunebench.run.RunSummary;
import tunebench.service.EventRing;
import tunebench.service.RunRecorder;
import tunebench.service.StepPoints;
import tunebench.service.store.RunStore;
import tunebench.tensor.Devices;
import tunebench.train.StepRecord;

/**
 * {@code bench --work provenance}: what it costs to keep each step's rows and losses, all the way
 * into a store on disk, as a share of the step's time.
 *
 * @param rounds pairs of blocks
 * @param json file for all figures, or null
 */
record ProvenanceReport(Devices device, Path folder, int tokens, int rounds, @Nullable Path json) {
  private static final String RUN = "bench";
  private static final int EVENTS = 1 << 12;

  /** One line of the table. */
  private record Line(String format, ProvenanceCost cost) {}

  void print(List<String> kinds, List<Integer> batches, PrintWriter out) throws IOException {
    List<Line> lines = new ArrayList<>();
    for (String kind : kinds) {
      OpenSettings how = OpenSettings.of(Quantization.of(kind), device.isGpu());
      try (OpenModel open = OpenModel.open(folder, how, device.device(), share -> {})) {
        for (int batch : batches) {
          lines.add(new Line(kind, measured(open, batch)));
        }
      }
    }
    out.printf("%s on %s, %d tokens a row, recomputing%n", folder, device.label(), tokens);
    out.printf(
        "%-11s %6s %7s %14s %14s %26s %22s%n",
        "format",
        "batch",
        "steps",
        "ms with rows",
        "ms without",
        "paired (quartiles)",
        "keeping alone");
    for (Line line : lines) {
      ProvenanceCost c = line.cost();
      out.printf(
          Locale.ROOT,
          "%-11s %6d %7d %14.2f %14.2f %10.2f %% (%.2f to %.2f) %9.3f ms = %.3f %%%n",
          line.format(),
          c.rows(),
          c.steps(),
          c.with().median() * 1e3,
          c.without().median() * 1e3,
          100 * c.cost(),
          100 * c.low(),
          100 * c.high(),
          1e3 * c.keeping(),
          100 * c.share());
    }
    Path file = json;
    if (file != null) {
      Map<String, Object> all = new LinkedHashMap<>();
      all.put("model", folder.toString());
      all.put("device", device.label());
      all.put("provenance", lines);
      Json.write(file, all);
    }
  }

  private ProvenanceCost measured(OpenModel open, int batch) throws IOException {
    Path aside = Files.createTempDirectory("tunebench-bench");
    try (RunStore store = RunStore.open(aside.resolve("runs.db"));
        RunRecorder recorder = new RunRecorder(store, new EventRing(1, EVENTS))) {
      store.add(run());
      return new ProvenanceBench(open, tokens)
          .run(batch, rounds, LoraSettings.course(), new Kept(recorder));
    } finally {
      try (Stream<Path> files = Files.list(aside)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(aside);
    }
  }

  /** As the service keeps steps. */
  private record Kept(RunRecorder recorder) implements ProvenanceBench.Keeper {
    @Override
    public void step(StepRecord s) {
      recorder.step(RUN, StepPoints.of(s, 0));
    }

    @Override
    public void flush() {
      try {
        if (!recorder.flush()) {
          throw new IllegalStateException("the steps were not written within five seconds");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while steps were written", e);
      }
    }
  }

  private static RunRecord run() {
    RunSummary line =
        new RunSummary(
            RUN,
            RunKind.TRAIN,
            RUN,
            RunStatus.RUNNING,
            "",
            Instant.EPOCH,
            null,
            null,
            "",
            "",
            "",
            0,
            0,
            Double.NaN,
            Double.NaN,
            List.of(),
            "");
    Provenance none = new Provenance("", "", "", "", "", "", "", "", "", "");
    return new RunRecord(
        line, Map.of(), null, null, none, List.of(), List.of(), List.of(), "", "", 0, 0);
  }
}
