package tunebench.run;

import java.util.List;

/**
 * How far apart runs land that differ in nothing but the seed.
 *
 * @param runs ids of the runs that it was drawn from
 * @param mean of their MAE in dollars
 * @param difference the largest difference between two single runs that the seed explains, in
 *     dollars
 * @param low where one more such run lands 95 times in 100, in dollars
 * @param high upper end
 */
public record NoiseBand(
    List<String> runs, double mean, double difference, double low, double high) {
  public NoiseBand {
    runs = List.copyOf(runs);
  }

  /** Whether a difference between two runs is no larger than what the seed alone makes. */
  public boolean explains(double dollars) {
    return Math.abs(dollars) <= difference;
  }
}
