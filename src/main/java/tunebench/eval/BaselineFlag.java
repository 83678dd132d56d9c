package tunebench.eval;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The warning that stands beside a score that is no better than answering one price always. */
public final class BaselineFlag {
  private BaselineFlag() {}

  /**
   * The warning, or null where the run's MAE is below the median price's.
   *
   * @param run the run's figures
   * @param median those of the median price on the same rows, from {@link Baselines#median} of the
   *     training prices
   */
  public static @Nullable String sentence(Metrics run, Metrics median) {
    if (run.mae() < median.mae()) {
      return null;
    }
    return Words.of(
        "No better than always answering the median price: a mean absolute error of $%,.2f"
            + " against $%,.2f over %,d rows.",
        run.mae(), median.mae(), run.n());
  }

  /**
   * The same against the median of these very rows, for where the training prices are not known. No
   * constant does better on them, so this warns a little more readily.
   */
  public static @Nullable String sentence(List<Prediction> predictions) {
    return sentence(Metrics.of(predictions), Metrics.of(medianOf(predictions)));
  }

  /** What the median true price of these rows would have scored on them. */
  public static List<Prediction> medianOf(List<Prediction> predictions) {
    double[] truths = predictions.stream().mapToDouble(Prediction::truth).toArray();
    return Baselines.predict(
        Baselines.median(truths), predictions.stream().map(Prediction::title).toList(), truths);
  }
}
