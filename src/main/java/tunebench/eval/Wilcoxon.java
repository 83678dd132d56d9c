package tunebench.eval;

import java.util.Arrays;

/**
 * Wilcoxon's signed-rank test (1945): whether paired differences lie around 0, by the ranks of
 * their sizes, so that a few huge errors do not decide. Differences of 0 are left out, as Wilcoxon
 * did; equal sizes share the mean of their ranks.
 *
 * @param n differences other than 0
 * @param positive sum of the ranks of those above 0
 * @param negative sum of the ranks of those below 0
 * @param p two-sided probability of ranks at least as lopsided if neither side were favoured; 1
 *     where there are no differences
 * @param exact whether p counts every assignment of signs; else it is the normal approximation with
 *     the correction for ties
 */
public record Wilcoxon(int n, double positive, double negative, double p, boolean exact) {
  /** Up to this many differences every assignment of signs is counted. */
  static final int EXACT_UP_TO = 50;

  /** Tests the differences, in any unit. */
  public static Wilcoxon of(double[] differences) {
    double[] used = Arrays.stream(differences).filter(d -> d != 0).toArray();
    int n = used.length;
    if (n == 0) {
      return new Wilcoxon(0, 0, 0, 1, true);
    }
    int[] doubled = doubledRanks(used);
    long positive = 0;
    long total = 0;
    for (int i = 0; i < n; i++) {
      total += doubled[i];
      positive += used[i] > 0 ? doubled[i] : 0;
    }
    long smaller = Math.min(positive, total - positive);
    boolean exact = n <= EXACT_UP_TO;
    double p = exact ? exact(doubled, smaller) : approximate(doubled, smaller, total);
    return new Wilcoxon(n, positive / 2.0, (total - positive) / 2.0, Math.min(1, p), exact);
  }

  /** Twice the rank of each size, from 2 on, so that shared ranks stay whole. */
  private static int[] doubledRanks(double[] differences) {
    int n = differences.length;
    double[] sorted = Arrays.stream(differences).map(Math::abs).sorted().toArray();
    int[] ranks = new int[n];
    for (int i = 0; i < n; i++) {
      double size = Math.abs(differences[i]);
      ranks[i] = firstAt(sorted, size) + 1 + firstAbove(sorted, size);
    }
    return ranks;
  }

  private static int firstAt(double[] sorted, double value) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static int firstAbove(double[] sorted, double value) {
    return firstAt(sorted, Math.nextUp(value));
  }

  /** The share of the 2^n assignments of signs whose sum is as small, on both sides. */
  private static double exact(int[] doubled, long smaller) {
    double[] share = new double[Arrays.stream(doubled).sum() + 1];
    share[0] = 1;
    int reached = 0;
    for (int rank : doubled) {
      reached += rank;
      for (int sum = reached; sum >= 0; sum--) {
        share[sum] = (share[sum] + (sum >= rank ? share[sum - rank] : 0)) / 2;
      }
    }
    return 2 * Arrays.stream(share, 0, (int) smaller + 1).sum();
  }

  /** The variance is the sum of the squared ranks over 4, which already counts shared ranks. */
  private static double approximate(int[] doubled, long smaller, long total) {
    double squares = 0;
    for (int rank : doubled) {
      squares += (double) rank * rank;
    }
    return 2 * Normal.cdf((smaller - total / 2.0) / Math.sqrt(squares / 4));
  }
}
