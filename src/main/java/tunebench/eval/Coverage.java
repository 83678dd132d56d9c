package tunebench.eval;

import java.util.List;

/**
 * How often the true price lies in the interval that a model gives, over the rows of a run. A true
 * price counts by its whole dollar (halves to the even one), which is what the model was taught to
 * say.
 *
 * @param level of the intervals, such as 0.8
 * @param n rows with a distribution; rows without one do not count
 * @param covered rows whose true price lies in the interval, ends included
 * @param share covered / n; NaN for n = 0
 * @param ci95 of the share, by Wilson's score
 * @param promised what the model says the share is: the mean probability inside its intervals, at
 *     least {@code level} because prices are whole dollars
 * @param sentence whether the promise holds
 */
public record Coverage(
    double level,
    int n,
    int covered,
    double share,
    Interval ci95,
    double promised,
    String sentence) {

  /** Of the intervals of this level that the predictions' distributions give. */
  public static Coverage of(List<Prediction> predictions, double level) {
    int n = 0;
    int covered = 0;
    double promised = 0;
    for (Prediction prediction : predictions) {
      PriceDistribution distribution = PriceDistribution.of(prediction.distribution());
      if (distribution != null) {
        Interval interval = distribution.interval(level);
        n++;
        covered += covers(interval, prediction.truth()) ? 1 : 0;
        promised += distribution.probability(interval);
      }
    }
    return of(level, n, covered, n == 0 ? Double.NaN : promised / n);
  }

  /** Of intervals that were counted elsewhere; {@code mean} is what they promised on average. */
  public static Coverage of(double level, int n, int covered, double mean) {
    Interval ci95 = Wilson.interval95(covered, n);
    return new Coverage(
        level,
        n,
        covered,
        n == 0 ? Double.NaN : (double) covered / n,
        ci95,
        mean,
        sentence(level, n, covered, ci95, mean));
  }

  /** Whether a true price, to the whole dollar, lies in an interval of whole dollars. */
  public static boolean covers(Interval interval, double truth) {
    double dollar = Math.rint(truth);
    return dollar >= interval.lo() && dollar <= interval.hi();
  }

  private static String sentence(double level, int n, int covered, Interval ci95, double promised) {
    if (n == 0) {
      return "No row has a distribution, so nothing can be said about intervals.";
    }
    String judgement =
        promised > ci95.hi()
            ? "the model is too sure of itself"
            : promised < ci95.lo() ? "the model is less sure than it could be" : "that fits";
    return Words.of(
        "The %.0f %% intervals hold the true price on %,d of %,d rows, %.1f %% (95 %% interval %.1f"
            + " to %.1f); the model promised %.1f %%: %s.",
        100 * level,
        covered,
        n,
        100.0 * covered / n,
        100 * ci95.lo(),
        100 * ci95.hi(),
        100 * promised,
        judgement);
  }
}
