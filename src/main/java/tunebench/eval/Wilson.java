package tunebench.eval;

/**
 * The 95 % interval of a share by Wilson's score (1927): unlike p -+ 1.96 sqrt(p (1 - p) / n) it
 * holds for few rows and for shares near 0 and 1, and never leaves that range.
 */
final class Wilson {
  private Wilson() {}

  /** Of {@code hits} among {@code n}; NaN for n = 0. */
  static Interval interval95(int hits, int n) {
    if (n == 0) {
      return new Interval(Double.NaN, Double.NaN);
    }
    double z = Normal.quantile(0.975);
    double share = (double) hits / n;
    double middle = (share + z * z / (2.0 * n)) / (1 + z * z / n);
    double half = z / (1 + z * z / n) * Math.sqrt(share * (1 - share) / n + z * z / (4.0 * n * n));
    return new Interval(
        hits == 0 ? 0 : Math.max(0, middle - half), hits == n ? 1 : Math.min(1, middle + half));
  }
}
