package tunebench.bench;

import java.util.Arrays;

/**
 * What it costs to keep each step's rows and their losses: steps that keep them and steps that do
 * not, in turn, in one run. Each pair of blocks gives one ratio, so that what else the machine does
 * hits both alike.
 *
 * @param rows of a step
 * @param steps that were timed, of either kind
 * @param with seconds of a step that keeps them, what is written to the store included
 * @param without seconds of one that does not
 * @param cost median over the pairs of with / without - 1; the share of a step's time
 * @param low lower quartile of the same
 * @param high upper quartile
 * @param keeping seconds that the keeping of one step's rows takes by itself, measured over many
 *     without any training between: what the clock of a busy machine cannot drown
 * @param share keeping / without.median
 */
public record ProvenanceCost(
    int rows,
    int steps,
    Timing with,
    Timing without,
    double cost,
    double low,
    double high,
    double keeping,
    double share) {

  static ProvenanceCost of(int rows, int block, double[] with, double[] without, double keeping) {
    double[] ratios = new double[with.length];
    Arrays.setAll(ratios, i -> with[i] / without[i] - 1);
    Arrays.sort(ratios);
    return new ProvenanceCost(
        rows,
        block * with.length,
        Timing.of(per(block, with)),
        Timing.of(per(block, without)),
        quantile(ratios, 0.5),
        quantile(ratios, 0.25),
        quantile(ratios, 0.75),
        keeping,
        keeping / Timing.of(per(block, without)).median());
  }

  private static double[] per(int block, double[] seconds) {
    return Arrays.stream(seconds).map(s -> s / block).toArray();
  }

  /** Linear between the two nearest. */
  private static double quantile(double[] sorted, double share) {
    double at = share * (sorted.length - 1);
    int below = (int) at;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }
}
