package tunebench.launch;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import tunebench.bench.BenchRow;
import tunebench.bench.ModelProfile;
import tunebench.bench.Pace;
import tunebench.bench.ProfilingKernels;

/** Prints what was measured. */
record BenchTable(PrintWriter out) {
  void print(List<BenchRow> rows) {
    out.printf(
        "%-19s %-11s %6s %10s %10s %22s %10s %9s  %s%n",
        "work",
        "format",
        "batch",
        "rows/s",
        "tokens/s",
        "ms per batch (range)",
        "weights MB",
        "peak MB",
        "check");
    for (BenchRow row : rows) {
      out.printf(
          Locale.ROOT,
          "%-19s %-11s %6d %10.1f %10.0f %9.1f (%.1f-%.1f) %10.1f %9.0f  %s%n",
          row.work(),
          row.format(),
          row.batch(),
          row.itemsPerSecond(),
          row.tokensPerSecond(),
          row.seconds().median() * 1e3,
          row.seconds().least() * 1e3,
          row.seconds().most() * 1e3,
          row.weightBytes() / 1e6,
          row.peakBytes() / 1e6,
          row.check());
    }
  }

  /** The time of each kind of operation of one pass. */
  void profile(ModelProfile profile, String work, int batch) {
    boolean predicts = work.startsWith("predict");
    boolean keeps = work.equals("train");
    List<ProfilingKernels.Cost> costs =
        switch (work) {
          case "predict", "predict-composed" -> profile.prediction(batch);
          case "predict-tuned" -> profile.tunedPrediction(batch, BenchRun.LORA);
          default -> profile.training(batch, BenchRun.LORA, keeps);
        };
    out.printf("%s, %d rows: ms by kind of operation, each waited for%n", work, batch);
    for (ProfilingKernels.Cost cost : costs) {
      out.printf(
          Locale.ROOT, "  %9.3f  %6d x  %s%n", cost.seconds() * 1e3, cost.times(), cost.kind());
    }
    if (!predicts) {
      Pace pace = profile.pace(batch, BenchRun.LORA, keeps);
      out.printf(
          Locale.ROOT,
          "  without waiting: asked for in %.1f ms, done after %.1f ms%n",
          pace.asked().median() * 1e3,
          pace.done().median() * 1e3);
    }
  }
}
