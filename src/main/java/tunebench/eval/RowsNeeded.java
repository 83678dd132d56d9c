package tunebench.eval;

import org.jspecify.annotations.Nullable;

/**
 * How many rows it would take to tell two runs apart: ((z_(1 - a/2) + z_0.8) sd / d)^2, the size at
 * which a two-sided test at level a finds a true mean difference d four times out of five.
 */
final class RowsNeeded {
  private static final double POWER = 0.8;

  private RowsNeeded() {}

  /**
   * For the mean and spread that these differences have; null where all are 0.
   *
   * @param comparisons made at once, among which 5 % is shared out
   */
  static @Nullable Long of(double[] differences, int comparisons) {
    int n = differences.length;
    double mean = 0;
    for (double difference : differences) {
      mean += difference / n;
    }
    double squares = 0;
    for (double difference : differences) {
      squares += (difference - mean) * (difference - mean);
    }
    if (n < 2 || mean == 0) {
      return null;
    }
    double z = Normal.quantile(1 - 0.05 / comparisons / 2) + Normal.quantile(POWER);
    double rows = z * z * squares / (n - 1) / (mean * mean);
    // What 250 rows cannot tell, 250 rows cannot tell: where the normal formula disagrees with the
    // resampling, by a little, the resampling has it.
    return rounded(Math.max(rows, n + 1.0));
  }

  /** Up to two digits, since the spread is known no better; a count beyond 10^18 stands at that. */
  private static long rounded(double rows) {
    double unit = Math.max(1, Math.pow(10, Math.floor(Math.log10(rows)) - 1));
    return (long) Math.min(1e18, Math.ceil(rows / unit) * unit);
  }
}
