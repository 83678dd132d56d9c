package tunebench.ui.fake;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tunebench.run.AdapterChoice;
import tunebench.run.BaselineScore;
import tunebench.run.Checkpoint;
import tunebench.run.CheckpointChoice;
import tunebench.run.DataChoice;
import tunebench.run.DecoderChoice;
import tunebench.run.EvaluateSpec;
import tunebench.run.Hyperparameters;
import tunebench.run.ModelChoice;
import tunebench.run.Provenance;
import tunebench.run.RunKind;
import tunebench.run.RunRecord;
import tunebench.run.RunStatus;
import tunebench.run.RunSummary;
import tunebench.run.Scores;
import tunebench.run.TrainSpec;

/** What is kept of runs, and what they were asked to do. */
public final class FakeRuns {
  public static final ModelChoice MODEL =
      new ModelChoice(FakeModels.BASE.folder(), "nf4-double", "auto");

  private FakeRuns() {}

  public static RunSummary summary(String id, RunKind kind, String name, RunStatus status) {
    boolean train = kind == RunKind.TRAIN;
    return new RunSummary(
        id,
        kind,
        name,
        status,
        reason(id, status),
        FakeData.THEN,
        FakeData.THEN,
        status.ended() ? FakeData.THEN.plusSeconds(420) : null,
        "tunebench-base",
        "nf4-double",
        "products.csv",
        train ? 600 : 250,
        train ? 600 : 250,
        train ? 1.21 : Double.NaN,
        train ? 46.1 : id.contains("base") ? 131.4 : 45.2,
        train ? List.of("course") : List.of(),
        "");
  }

  private static String reason(String id, RunStatus status) {
    if (status == RunStatus.FAILED) {
      return "Step 212 gave no number: row 1841 has a loss of NaN.";
    }
    return status == RunStatus.FINISHED && id.contains("base")
        ? "No better than always answering the median price, which errs by $118.30."
        : "";
  }

  public static TrainSpec trainSpec(double rate, int rank) {
    Hyperparameters h = Hyperparameters.course();
    AdapterChoice a = AdapterChoice.course();
    return new TrainSpec(
        "",
        MODEL,
        DataChoice.of("data-1", 100, 250),
        new AdapterChoice(rank, 2.0 * rank, a.dropout(), a.targets(), false),
        new Hyperparameters(
            h.epochs(),
            h.batch(),
            h.accumulation(),
            rate,
            h.warmupRatio(),
            h.weightDecay(),
            h.maxGradientNorm(),
            h.maxTokens(),
            false,
            false,
            true,
            true,
            600,
            42),
        CheckpointChoice.standard());
  }

  static EvaluateSpec evaluateSpec(String adapter) {
    return new EvaluateSpec(
        "",
        MODEL,
        adapter,
        "best",
        DataChoice.of("data-1", 100, 250),
        "test",
        250,
        DecoderChoice.topThree(),
        8,
        182,
        true);
  }

  static RunRecord record(RunSummary s) {
    boolean train = s.kind() == RunKind.TRAIN;
    boolean second = s.id().endsWith("2");
    @Nullable TrainSpec spec = train ? trainSpec(second ? 3e-4 : 1e-4, second ? 16 : 32) : null;
    boolean tuned = !s.id().contains("base");
    return new RunRecord(
        s,
        train
            ? Map.of(
                "training.learningRate", second ? "3.0E-4" : "1.0E-4",
                "adapter.rank", second ? "16" : "32",
                "adapter.alpha", second ? "32.0" : "64.0",
                "training.batch", "4",
                "training.epochs", "1",
                "training.maxTokens", "182",
                "model.quantization", "nf4-double",
                "training.seed", "42")
            : Map.of(
                "decoder.kind",
                "top-k",
                "part",
                "test",
                "adapter",
                tuned ? "train-1" : "",
                "model.quantization",
                "nf4-double"),
        spec,
        train ? null : evaluateSpec(tuned ? "train-1" : ""),
        new Provenance(
            "tunebench-base",
            "b1946ac92492d234",
            "products.csv",
            "9c1185a5c5e9fc54",
            "",
            "0.1.0",
            "25.0.1",
            "2.7.1 cpu",
            "cpu (2 threads)",
            "Linux amd64"),
        train ? List.of() : List.of(FakeRows.scores(FakeRows.rows(tuned, 250))),
        train
            ? List.of()
            : List.of(
                new BaselineScore("mean", base(132.9)),
                new BaselineScore("median", base(118.3)),
                new BaselineScore("text-ridge", base(64.7))),
        train
            ? List.of(
                new Checkpoint(200, "/runs/1/step-200", FakeData.THEN, 58.2, false),
                new Checkpoint(400, "/runs/1/step-400", FakeData.THEN, 46.1, true),
                new Checkpoint(600, "/runs/1/step-600", FakeData.THEN, 47.9, false))
            : List.of(),
        train ? "The course's settings." : "",
        "/home/me/.tunebench/runs/" + s.id(),
        450_000_000L,
        448_000_000L);
  }

  private static Scores base(double mae) {
    return new Scores("final", 250, mae, mae - 14, mae + 15, 1.1, 22, 30_000, 0, 0);
  }

  static Instant at(int minutes) {
    return FakeData.THEN.plusSeconds(60L * minutes);
  }
}
