package tunebench.ui.fake;

import java.util.ArrayList;
import java.util.List;
import tunebench.run.NoiseBand;
import tunebench.run.PairedVerdict;
import tunebench.run.RunComparison;
import tunebench.run.RunRecord;
import tunebench.run.SettingDifference;

/** Runs put side by side. */
final class FakeComparison {
  private FakeComparison() {}

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
}
