package tunebench.run;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs side by side.
 *
 * @param runs in the order asked for
 * @param differences only what differs
 * @param verdicts each run against every one before it, on the products that all priced; empty
 *     where they share none
 * @param sentence what the verdicts come to; says why where there is none
 * @param noise what the seed alone makes, null where these settings ran with one seed only
 */
public record RunComparison(
    List<RunRecord> runs,
    List<SettingDifference> differences,
    List<PairedVerdict> verdicts,
    String sentence,
    @Nullable NoiseBand noise) {
  public RunComparison {
    runs = List.copyOf(runs);
    differences = List.copyOf(differences);
    verdicts = List.copyOf(verdicts);
  }
}
