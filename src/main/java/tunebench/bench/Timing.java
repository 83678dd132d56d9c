package tunebench.bench;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * Seconds of one piece of work, repeated.
 *
 * @param median middle of the repetitions
 * @param least fastest
 * @param most slowest
 */
public record Timing(double median, double least, double most) {
  private static final double WARM = 2;

  /**
   * Runs unmeasured until {@link #WARM} seconds have passed, so that the program is compiled, then
   * {@code rounds} times.
   *
   * @param work told the round
   */
  public static Timing of(int rounds, IntConsumer work) {
    long begin = System.nanoTime();
    do {
      work.accept(-1);
    } while (System.nanoTime() - begin < WARM * 1e9);
    double[] seconds = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      long start = System.nanoTime();
      work.accept(round);
      seconds[round] = (System.nanoTime() - start) / 1e9;
    }
    return of(seconds);
  }

  static Timing of(double... seconds) {
    double[] sorted = seconds.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    double median = sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    return new Timing(median, sorted[0], sorted[sorted.length - 1]);
  }
}
