package tunebench.eval;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The reliability diagram of a run: for intervals of rising level, what the model promises (across)
 * against what comes true (up). A model that knows what it knows stays on the diagonal; below it
 * the model is too sure.
 *
 * @param points levels 0.1 to 0.9 and 0.95
 * @param gap mean distance of the points from the diagonal, 0 to 1; NaN without distributions
 */
public record Reliability(List<Coverage> points, double gap) {
  private static final double[] LEVELS = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95};

  public Reliability {
    points = List.copyOf(points);
  }

  public static Reliability of(List<Prediction> predictions) {
    List<Coverage> points =
        IntStream.range(0, LEVELS.length)
            .mapToObj(i -> Coverage.of(predictions, LEVELS[i]))
            .toList();
    double gap =
        points.stream()
            .mapToDouble(point -> Math.abs(point.share() - point.promised()))
            .average()
            .orElse(Double.NaN);
    return new Reliability(points, gap);
  }
}
