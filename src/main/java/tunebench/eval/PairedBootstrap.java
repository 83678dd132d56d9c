package tunebench.eval;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Intervals of the difference between two runs by drawing rows anew, each with both runs' errors,
 * so that what makes a row hard cancels out. Percentile intervals, widened as Hesterberg advises
 * ("What Teachers Should Know About the Bootstrap", 2015): plain ones are too narrow for few rows
 * by the factor that Student's t and the divisor n - 1 make up for.
 */
final class PairedBootstrap {
  /** Fixed, so that the same predictions always give the same verdict. */
  private static final long SEED = 42;

  private static final int ROUNDS = 10_000;

  /** Above this many draws (a quarter of a second or so) fewer rounds are made. */
  private static final long DRAWS = 20_000_000;

  private final int n;
  private final double[] maes;
  private final double[] rmsles;

  /**
   * Draws rows with what each run has in them.
   *
   * @param differences of the absolute errors, second less first, in dollars
   * @param firstSquares the first run's squared logarithmic errors
   * @param secondSquares the second's
   */
  PairedBootstrap(double[] differences, double[] firstSquares, double[] secondSquares) {
    this(differences, firstSquares, secondSquares, ROUNDS);
  }

  PairedBootstrap(
      double[] differences, double[] firstSquares, double[] secondSquares, int mostRounds) {
    n = differences.length;
    int rounds = n < 2 ? 0 : (int) Math.clamp(DRAWS / n, 200L, mostRounds);
    maes = new double[rounds];
    rmsles = new double[rounds];
    var random = new SplittableRandom(SEED);
    for (int round = 0; round < rounds; round++) {
      double sum = 0;
      double first = 0;
      double second = 0;
      for (int draw = 0; draw < n; draw++) {
        int row = random.nextInt(n);
        sum += differences[row];
        first += firstSquares[row];
        second += secondSquares[row];
      }
      maes[round] = sum / n;
      rmsles[round] = Math.sqrt(second / n) - Math.sqrt(first / n);
    }
    Arrays.sort(maes);
    Arrays.sort(rmsles);
  }

  PairedDifference mae(double value) {
    return new PairedDifference(value, interval95(maes), p(maes));
  }

  PairedDifference rmsle(double value) {
    return new PairedDifference(value, interval95(rmsles), p(rmsles));
  }

  private Interval interval95(double[] sorted) {
    if (sorted.length == 0) {
      return new Interval(Double.NaN, Double.NaN);
    }
    double widening = Math.sqrt(n / (n - 1.0));
    double tail = Normal.cdf(widening * StudentT.quantile(0.025, n - 1));
    return new Interval(Bootstrap.quantile(sorted, tail), Bootstrap.quantile(sorted, 1 - tail));
  }

  /** The interval's rule turned around: at which level does its nearer end reach 0? */
  private double p(double[] sorted) {
    if (sorted.length == 0) {
      return 1;
    }
    double[] mirrored = new double[sorted.length];
    Arrays.setAll(mirrored, i -> -sorted[sorted.length - 1 - i]);
    double tail = Math.min(shareUpToZero(sorted), shareUpToZero(mirrored));
    double seen = Math.max(tail, 1.0 / (sorted.length + 1));
    double t = Normal.quantile(Math.min(0.5, seen)) * Math.sqrt((n - 1.0) / n);
    return Math.min(1, 2 * StudentT.cdf(t, n - 1));
  }

  /** Where 0 stands among the sorted values, linear between the two nearest, from 0 to 1. */
  private static double shareUpToZero(double[] sorted) {
    int upTo = 0;
    while (upTo < sorted.length && sorted[upTo] <= 0) {
      upTo++;
    }
    if (upTo == 0 || upTo == sorted.length) {
      return upTo == 0 ? 0 : 1;
    }
    double below = sorted[upTo - 1];
    return (upTo - 1 + -below / (sorted[upTo] - below)) / (sorted.length - 1);
  }
}
