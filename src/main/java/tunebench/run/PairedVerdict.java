package tunebench.run;

import org.jspecify.annotations.Nullable;

/**
 * Whether one run prices better than another on the products that both priced.
 *
 * @param a id of the first run
 * @param b id of the second run
 * @param n products that both priced
 * @param maeA MAE of the first on these
 * @param maeB MAE of the second on these
 * @param difference maeB - maeA in dollars; negative when the second is better
 * @param low lower end of its 95 % interval by paired resampling
 * @param high upper end
 * @param rmsle difference in RMSLE, second less first
 * @param rmsleLow lower end of its 95 % interval
 * @param rmsleHigh upper end
 * @param wilcoxon p value of the signed-rank test
 * @param wins products on which the second is nearer
 * @param ties products on which both are equally near
 * @param losses products on which the first is nearer
 * @param fixed products that only the second hits (the course's green band)
 * @param broken products that only the first hits
 * @param comparisons how many were made at once, this one included
 * @param p value of the difference in MAE, corrected for their number by Holm's method
 * @param told {@code BETTER} or {@code WORSE}, said of the second; {@code CANNOT_TELL}
 * @param rowsNeeded about how many rows would tell; null where it is told, or none would do
 * @param insideNoise whether the seed alone explains the difference; null where no noise floor is
 *     known
 * @param verdict one plain sentence
 */
public record PairedVerdict(
    String a,
    String b,
    int n,
    double maeA,
    double maeB,
    double difference,
    double low,
    double high,
    double rmsle,
    double rmsleLow,
    double rmsleHigh,
    double wilcoxon,
    int wins,
    int ties,
    int losses,
    int fixed,
    int broken,
    int comparisons,
    double p,
    String told,
    @Nullable Long rowsNeeded,
    @Nullable Boolean insideNoise,
    String verdict) {

  /** Whether the verdict is more than "cannot tell". */
  public boolean sure() {
    return !told.equals("CANNOT_TELL");
  }

  /** Whether the difference is to be shown in grey: the seed alone makes such ones. */
  public boolean greyed() {
    return Boolean.TRUE.equals(insideNoise);
  }
}
