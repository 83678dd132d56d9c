package tunebench.eval;

/** Student's t distribution: what takes the place of the normal one when few rows were seen. */
final class StudentT {
  private static final double TINY = 1e-300;
  private static final double FARTHEST = 1e9;

  private StudentT() {}

  /**
   * The probability of a value up to t with so many degrees of freedom, by the incomplete beta
   * function: I_x(df / 2, 1 / 2) / 2 with x = df / (df + t^2) is the tail beyond |t|.
   */
  static double cdf(double t, double df) {
    double tail = beta(df / (df + t * t), df / 2) / 2;
    return t > 0 ? 1 - tail : tail;
  }

  /** The value that a share of all values stays below. */
  static double quantile(double share, double df) {
    double low = -FARTHEST;
    double high = FARTHEST;
    while (true) {
      double middle = (low + high) / 2;
      if (middle <= low || middle >= high) {
        return middle;
      }
      if (cdf(middle, df) < share) {
        low = middle;
      } else {
        high = middle;
      }
    }
  }

  /** I_x(a, 1/2), by the side of the symmetry on which the fraction converges quickly. */
  private static double beta(double x, double a) {
    if (x >= 1) {
      return 1;
    }
    if (x <= 0) {
      return 0;
    }
    double front = Math.exp(a * Math.log(x) + Math.log1p(-x) / 2 - logBeta(a));
    return x < (a + 1) / (a + 2.5)
        ? front / (a * fraction(x, a, 0.5))
        : 1 - front / (0.5 * fraction(1 - x, 0.5, a));
  }

  /**
   * The continued fraction 1 + d1 / (1 + d2 / (1 + ...)) of DLMF 8.17.22, evaluated forwards by
   * Lentz's method.
   */
  private static double fraction(double x, double a, double b) {
    double value = 1;
    double c = 1;
    double d = 0;
    for (int k = 1; k < 10_000; k++) {
      int m = k / 2;
      double term =
          k % 2 == 0
              ? m * (b - m) * x / ((a + k - 1) * (a + k))
              : -(a + m) * (a + b + m) * x / ((a + k - 1) * (a + k));
      d = 1 / notZero(1 + term * d);
      c = notZero(1 + term / c);
      value *= c * d;
      if (Math.abs(c * d - 1) < 1e-16) {
        break;
      }
    }
    return value;
  }

  private static double notZero(double value) {
    return Math.abs(value) < TINY ? TINY : value;
  }

  /** ln B(a, 1/2). */
  private static double logBeta(double a) {
    return logGamma(a) + Math.log(Math.PI) / 2 - logGamma(a + 0.5);
  }

  /** ln of the gamma function, a above 0: shifted upwards, then Stirling's series. */
  private static double logGamma(double a) {
    double shift = 0;
    double x = a;
    while (x < 12) {
      shift += Math.log(x);
      x++;
    }
    double s = 1 / (x * x);
    double series = (1.0 / 12 - s * (1.0 / 360 - s * (1.0 / 1260 - s * (1.0 / 1680)))) / x;
    return (x - 0.5) * Math.log(x) - x + Math.log(2 * Math.PI) / 2 + series - shift;
  }
}
