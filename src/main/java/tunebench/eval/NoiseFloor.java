package tunebench.eval;

import java.util.Arrays;
import tunebench.BadInputException;

/**
 * How far apart runs land that differ in nothing but the seed: the band behind every comparison. A
 * difference inside it is to be greyed.
 *
 * @param runs how many seeds were tried
 * @param mean of their figures, such as MAE in dollars
 * @param deviation of the figures (divisor runs - 1)
 * @param difference the largest difference between two single runs that the seed explains: sqrt(2)
 *     t_(0.975, runs - 1) deviation, for such a difference has twice the variance of one run; never
 *     less than the widest that was seen
 * @param band where one more run of these settings lands 95 times in 100: mean -+ t deviation
 *     sqrt(1 + 1 / runs)
 */
public record NoiseFloor(
    int runs, double mean, double deviation, double difference, Interval band) {

  /**
   * Of the same figure of several runs, on the same rows.
   *
   * @throws BadInputException if there are fewer than two
   */
  public static NoiseFloor of(double... figures) {
    int k = figures.length;
    if (k < 2) {
      throw new BadInputException(
          "A noise floor takes at least two runs of the same settings with other seeds; there %s %d."
              .formatted(k == 1 ? "is" : "are", k));
    }
    double mean = Arrays.stream(figures).average().orElseThrow();
    double squares = Arrays.stream(figures).map(f -> (f - mean) * (f - mean)).sum();
    double deviation = Math.sqrt(squares / (k - 1));
    double t = StudentT.quantile(0.975, k - 1);
    double seen =
        Arrays.stream(figures).max().orElseThrow() - Arrays.stream(figures).min().orElseThrow();
    return new NoiseFloor(
        k,
        mean,
        deviation,
        Math.max(seen, Math.sqrt(2) * t * deviation),
        Interval.around(mean, t * deviation * Math.sqrt(1 + 1.0 / k)));
  }

  /** Whether a difference between two runs is no larger than what the seed alone makes. */
  public boolean explains(double difference) {
    return Math.abs(difference) <= this.difference;
  }
}
