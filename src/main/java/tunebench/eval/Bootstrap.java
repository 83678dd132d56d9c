package tunebench.eval;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A 95 % interval of a mean by resampling (the percentile method): unlike mean -+ 1.96 sd / sqrt(n)
 * it does not suppose that the mean of few and skewed errors is normally distributed.
 */
final class Bootstrap {
  /** Fixed, so that the same predictions always give the same interval. */
  private static final long SEED = 42;

  private static final int ROUNDS = 2_000;

  /** Above this many draws (a tenth of a second or so) fewer rounds are made. */
  private static final long DRAWS = 20_000_000;

  private Bootstrap() {}

  static Interval mean95(double[] values) {
    if (values.length < 2) {
      return new Interval(Double.NaN, Double.NaN);
    }
    var random = new SplittableRandom(SEED);
    double[] means = new double[Math.clamp(DRAWS / values.length, 200, ROUNDS)];
    for (int round = 0; round < means.length; round++) {
      double sum = 0;
      for (int draw = 0; draw < values.length; draw++) {
        sum += values[random.nextInt(values.length)];
      }
      means[round] = sum / values.length;
    }
    Arrays.sort(means);
    return new Interval(quantile(means, 0.025), quantile(means, 0.975));
  }

  /** Linear between the two nearest of the sorted values. */
  static double quantile(double[] sorted, double share) {
    double at = share * (sorted.length - 1);
    int below = (int) at;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }
}
