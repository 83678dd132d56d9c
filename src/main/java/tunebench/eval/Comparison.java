package tunebench.eval;

import org.jspecify.annotations.Nullable;

/**
 * Two runs on the same rows.
 *
 * @param first name of the run that the other is held against
 * @param second name of the run that is judged
 * @param n rows
 * @param mae the difference in MAE, in dollars; below 0 where the second is nearer
 * @param rmsle the difference in RMSLE; below 0 where the second is nearer
 * @param wilcoxon the test on the rows' ranks
 * @param wins rows on which the second is nearer
 * @param ties rows on which both err alike
 * @param losses rows on which the first is nearer
 * @param comparisons how many comparisons were made at once, this one included
 * @param holm {@code mae.p} corrected for their number; the same where there is one
 * @param verdict by {@code holm} at 5 %
 * @param rowsNeeded about how many rows would tell four times out of five, if the difference is
 *     what it seems; null where the verdict is told or no number of rows would do
 * @param sentence all of this for a person
 */
public record Comparison(
    String first,
    String second,
    int n,
    PairedDifference mae,
    PairedDifference rmsle,
    Wilcoxon wilcoxon,
    int wins,
    int ties,
    int losses,
    int comparisons,
    double holm,
    Verdict verdict,
    @Nullable Long rowsNeeded,
    String sentence) {}
