package tunebench.ui.fake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import tunebench.run.AdapterChoice;
import tunebench.run.BaselineScore;
import tunebench.run.Checkpoint;
import tunebench.run.CheckpointChoice;
import tunebench.run.DataChoice;
import tunebench.run.DecoderChoice;
import tunebench.run.EvaluateSpec;
import tunebench.run.EvaluationRow;
import tunebench.run.Hyperparameters;
import tunebench.run.ModelChoice;
import tunebench.run.NoiseBand;
import tunebench.run.PairedVerdict;
import tunebench.run.PriceBelief;
import tunebench.run.PriceSpan;
import tunebench.run.PriceWeight;
import tunebench.run.Provenance;
import tunebench.run.RunComparison;
import tunebench.run.RunKind;
import tunebench.run.RunRecord;
import tunebench.run.RunStatus;
import tunebench.run.RunSummary;
import tunebench.run.Scores;
import tunebench.run.SettingDifference;
import tunebench.run.StepPoint;
import tunebench.run.TrainSpec;

/** Runs whose steps and rows follow from a seed. */
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

  public static StepPoint step(int step, int seed) {
    SplittableRandom random = new SplittableRandom(31L * step + seed);
    double fall = Math.exp(-step / (90.0 + 25 * seed));
    double price = 3.1 + 3.4 * fall + 0.28 * random.nextGaussian();
    double loss = price / 3 + 0.9 * fall + 0.05 * random.nextGaussian();
    double warm = Math.min(1, step / 18.0);
    double rate = 1e-4 * warm * (0.5 + 0.5 * Math.cos(Math.PI * step / 600.0));
    return new StepPoint(
        step,
        600,
        step / 600.0,
        step == 333 ? Double.NaN : loss,
        step == 333 ? Double.NaN : price,
        rate,
        0.8 + 2.2 * fall + 0.2 * Math.abs(random.nextGaussian()),
        640,
        0.21 + 0.02 * random.nextDouble(),
        412_000_000L + 900_000L * (step % 40),
        List.of(4 * step, 4 * step + 1, 4 * step + 2, 4 * step + 3),
        List.of(loss - 0.3, loss + 0.2, loss + 0.4, loss - 0.3));
  }

  public static EvaluationRow row(int index, boolean tuned) {
    double truth = FakeData.product(index + 100).price();
    SplittableRandom random = new SplittableRandom(index);
    double noise = tuned ? 0.32 : 1.15;
    double guess = Math.clamp(Math.round(truth * Math.exp(noise * random.nextGaussian())), 1, 999);
    boolean parsed = index % 83 != 41;
    if (!parsed) {
      guess = 0;
    }
    double error = Math.abs(truth - guess);
    String band =
        error < 40 || error / truth < 0.2
            ? "GREEN"
            : error < 80 || error / truth < 0.4 ? "ORANGE" : "RED";
    List<PriceWeight> prices = new ArrayList<>();
    double[] shares = {0.31, 0.17, 0.12, 0.08, 0.06, 0.04, 0.03};
    for (int i = 0; i < shares.length; i++) {
      double at = Math.max(1, guess + (i == 0 ? 0 : (i % 2 == 0 ? 1 : -1) * guess * 0.07 * i));
      prices.add(new PriceWeight(Math.round(at), shares[i]));
    }
    return new EvaluationRow(
        "final",
        index,
        index + 100,
        FakeData.name(index + 100),
        FakeData.kind(index + 100),
        truth,
        guess,
        parsed ? Math.round(guess) + ".00" : "about the same as",
        parsed,
        band,
        prices,
        belief(guess));
  }

  private static PriceBelief belief(double guess) {
    List<PriceSpan> spans = new ArrayList<>();
    for (double level : new double[] {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95}) {
      double low = Math.max(0, Math.rint(guess * (1 - 0.6 * level)));
      spans.add(new PriceSpan(level, low, Math.rint(guess * (1 + 0.6 * level)), level + 0.01));
    }
    return new PriceBelief(Math.rint(guess), guess, guess * 1.02, Math.rint(guess), 0.99, spans);
  }

  public static Scores scores(List<EvaluationRow> rows) {
    int n = rows.size();
    double mae = rows.stream().mapToDouble(EvaluationRow::error).average().orElse(Double.NaN);
    double variance =
        rows.stream().mapToDouble(r -> Math.pow(r.error() - mae, 2)).sum() / Math.max(1, n - 1);
    double half = n < 2 ? Double.NaN : 1.96 * Math.sqrt(variance / n);
    double rmsle =
        Math.sqrt(
            rows.stream()
                .mapToDouble(r -> Math.pow(Math.log1p(r.truth()) - Math.log1p(r.guess()), 2))
                .average()
                .orElse(Double.NaN));
    double hits = 100.0 * rows.stream().filter(r -> r.band().equals("GREEN")).count() / n;
    double mse = rows.stream().mapToDouble(r -> r.error() * r.error()).average().orElse(0);
    int unread = (int) rows.stream().filter(r -> !r.parsed()).count();
    return new Scores("final", n, mae, mae - half, mae + half, rmsle, hits, mse, 0.62, unread);
  }

  public static List<EvaluationRow> rows(boolean tuned, int n) {
    List<EvaluationRow> rows = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      rows.add(row(i, tuned));
    }
    return rows;
  }

  static List<StepPoint> steps(int n, int seed) {
    List<StepPoint> steps = new ArrayList<>();
    for (int i = 1; i <= n; i++) {
      steps.add(step(i, seed));
    }
    return steps;
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
        train ? List.of() : List.of(scores(rows(tuned, 250))),
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

  static RunComparison compare(List<RunRecord> runs) {
    List<SettingDifference> differences = new ArrayList<>();
    for (String name : runs.getFirst().settings().keySet().stream().sorted().toList()) {
      List<String> values =
          runs.stream().map(run -> run.settings().getOrDefault(name, "")).toList();
      if (values.stream().distinct().count() > 1) {
        differences.add(new SettingDifference(name, values));
      }
    }
    List<PairedVerdict> verdicts = new ArrayList<>();
    for (int i = 1; i < runs.size(); i++) {
      verdicts.add(verdict(runs.getFirst(), runs.get(i)));
    }
    var noise = new NoiseBand(List.of("a", "b", "c"), 45.9, 6.3, 38.1, 53.7);
    String sentence = verdicts.isEmpty() ? "" : verdicts.getFirst().verdict();
    return new RunComparison(runs, differences, verdicts, sentence, noise);
  }

  private static PairedVerdict verdict(RunRecord first, RunRecord second) {
    return new PairedVerdict(
        first.id(),
        second.id(),
        250,
        131.4,
        45.2,
        -86.2,
        -101.9,
        -70.8,
        -0.91,
        -1.04,
        -0.78,
        1e-12,
        188,
        3,
        59,
        121,
        14,
        1,
        0.0002,
        "BETTER",
        null,
        false,
        "“tuned, best” is better than untrained: over the same 250 rows its mean absolute error is"
            + " $86.20 lower (95 % interval $70.80 to $101.90 lower); it is nearer on 188 rows,"
            + " farther on 59, level on 3. The seed alone makes differences of up to $6.30 (3"
            + " seeds): this one is beyond that.");
  }

  static Instant at(int minutes) {
    return FakeData.THEN.plusSeconds(60L * minutes);
  }
}
