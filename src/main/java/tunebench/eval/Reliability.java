package tunebench.eval;

import java.util.List;

/**
 * The reliability diagram of a run: for intervals of rising level, what the model promises (across)
 * against what comes true (up). A model that knows what it knows stays on the diagonal; below it
 * the model is too sure.
 *
 * @param points levels 0.1 to 0.9 and 0.95
 * @param gap mean distance of the points from the diagonal, 0 to 1; NaN without distributions
 */
public record Reliability(List<Coverage> points, double gap) {
  /** Of the intervals. */
  public static final List<Double> LEVELS =
      List.of(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95);

  public Reliability {
    points = List.copyOf(points);
  }

  /** Of predictions at all {@link #LEVELS}; those without a distribution are left out. */
  public static Reliability of(List<Prediction> predictions) {
    return ofPoints(LEVELS.stream().map(level -> Coverage.of(predictions, level)).toList());
  }

  /** Of one coverage for each level. */
  public static Reliability ofPoints(List<Coverage> points) {
    double gap =
        points.stream()
            .mapToDouble(point -> Math.abs(point.share() - point.promised()))
            .average()
            .orElse(Double.NaN);
    return new Reliability(points, gap);
  }
}
