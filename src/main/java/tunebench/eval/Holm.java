package tunebench.eval;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Holm's correction (1979) of several p values: the chance that any of the comparisons is called a
 * difference without being one stays at 5 %, whatever their dependence, and never loses to dividing
 * by their number (Bonferroni).
 */
final class Holm {
  private Holm() {}

  /**
   * The corrected p values, in the order given: the k-th least times (m - k + 1), never falling.
   */
  static double[] correct(double... p) {
    int[] order =
        IntStream.range(0, p.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> p[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] corrected = new double[p.length];
    double least = 0;
    for (int k = 0; k < order.length; k++) {
      least = Math.max(least, Math.min(1, p[order[k]] * (p.length - k)));
      corrected[order[k]] = least;
    }
    return corrected;
  }
}
