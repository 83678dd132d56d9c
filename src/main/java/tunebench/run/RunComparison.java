package tunebench.run;

import java.util.List;

/**
 * Runs side by side.
 *
 * @param runs in the order asked for
 * @param differences only what differs
 * @param verdicts each further run against the first, where both priced the same products
 */
public record RunComparison(
    List<RunRecord> runs, List<SettingDifference> differences, List<PairedVerdict> verdicts) {
  public RunComparison {
    runs = List.copyOf(runs);
    differences = List.copyOf(differences);
    verdicts = List.copyOf(verdicts);
  }
}
