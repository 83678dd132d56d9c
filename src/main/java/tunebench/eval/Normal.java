package tunebench.eval;

/** The standard normal distribution. */
final class Normal {
  /** From here on the series below loses digits to cancellation. */
  private static final double TAIL = 3;

  private static final double FARTHEST = 38;

  private Normal() {}

  /**
   * The probability of a value up to x: a power series in the middle and a continued fraction in
   * the tails (Abramowitz and Stegun, 26.2.11 and 26.2.14).
   */
  static double cdf(double x) {
    if (x > TAIL) {
      return 1 - tail(x);
    }
    return x < -TAIL ? tail(-x) : 0.5 + density(x) * series(x);
  }

  /** The value that a share of all values stays below; 0 and 1 give the ends of the doubles. */
  static double quantile(double share) {
    double low = -FARTHEST;
    double high = FARTHEST;
    while (true) {
      double middle = (low + high) / 2;
      if (middle <= low || middle >= high) {
        return middle;
      }
      if (cdf(middle) < share) {
        low = middle;
      } else {
        high = middle;
      }
    }
  }

  private static double density(double x) {
    return Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
  }

  /** The sum of x^(2k+1) / (1 3 5 ... (2k+1)). */
  private static double series(double x) {
    double term = x;
    double sum = x;
    for (int k = 1; Math.abs(term) > 1e-18 * Math.abs(sum); k++) {
      term *= x * x / (2 * k + 1);
      sum += term;
    }
    return sum;
  }

  /** density / (x + 1 / (x + 2 / (x + 3 / ...))), from the innermost fraction outwards. */
  private static double tail(double x) {
    double fraction = x;
    for (int k = 200; k >= 1; k--) {
      fraction = x + k / fraction;
    }
    return density(x) / fraction;
  }
}
