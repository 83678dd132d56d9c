package tunebench.service;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import tunebench.run.Provenance;
import tunebench.run.RunKind;
import tunebench.run.RunRecord;
import tunebench.run.RunStatus;
import tunebench.run.RunSummary;
import tunebench.run.StepPoint;
import tunebench.run.TrainSpec;

/** Runs for tests. */
public final class SomeRuns {
  private SomeRuns() {}

  public static RunRecord run(
      String id, String name, RunStatus status, double mae, String... tags) {
    var summary =
        new RunSummary(
            id,
            RunKind.TRAIN,
            name,
            status,
            "",
            Instant.ofEpochMilli(1_700_000_000_000L + id.hashCode() % 1000),
            null,
            null,
            "llama-tiny",
            "nf4-double",
            "products.csv",
            3,
            9,
            Double.NaN,
            mae,
            List.of(tags),
            "");
    return new RunRecord(
        summary,
        Map.of("adapter.rank", "32"),
        TrainSpec.course("/models/llama-tiny", "d1"),
        null,
        new Provenance(
            "llama-tiny", "ab", "products.csv", "cd", "", "0.1.0", "25", "2.7.1", "cpu", "Linux"),
        List.of(),
        List.of(),
        List.of(),
        "",
        "/home/runs/" + id,
        1,
        2);
  }

  public static StepPoint step(int step) {
    return new StepPoint(
        step,
        1000,
        step / 1000.0,
        2.5 / step,
        3,
        1e-4,
        0.5,
        500,
        0.001,
        123,
        List.of(step, 7),
        List.of(0.5, Double.NaN));
  }
}
