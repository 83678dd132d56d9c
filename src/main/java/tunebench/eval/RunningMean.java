package tunebench.eval;

/**
 * The mean of the errors seen so far with its 95 % interval, for charts that grow while a model
 * predicts. Keeps sums only, in Welford's form, so that long runs lose no digits.
 */
public final class RunningMean {
  /** Half the width of a 95 % interval in standard errors: the course's 1.96. */
  static final double Z95 = 1.96;

  private long n;
  private double mean;
  private double squares;

  /**
   * The state after n errors.
   *
   * @param mean dollars
   * @param ci95 mean -+ 1.96 sd / sqrt(n); NaN at n = 1, which tells nothing about the spread
   */
  public record Point(long n, double mean, Interval ci95) {}

  /** Takes one more absolute error in dollars. */
  public Point add(double error) {
    n++;
    double before = error - mean;
    mean += before / n;
    squares += before * (error - mean);
    return new Point(n, mean, Interval.around(mean, Z95 * standardError()));
  }

  // The sample's sd (divisor n - 1): the rows stand for a larger set that is not seen.
  private double standardError() {
    return n < 2 ? Double.NaN : Math.sqrt(squares / (n - 1) / n);
  }
}
