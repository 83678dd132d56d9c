package tunebench.eval;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How much of a score is owed to rows that gave the answer away: those that the model was trained
 * on in the same or nearly the same words, or whose text holds the price.
 *
 * @param leaked how many rows did
 * @param all figures over every row
 * @param without over the others; null where every row leaked
 * @param only over the leaked rows; null where there are none
 * @param sentence what that comes to
 */
public record LeakEffect(
    int leaked, Metrics all, @Nullable Metrics without, @Nullable Metrics only, String sentence) {

  /**
   * Scores the predictions with and without some rows.
   *
   * @param leakedRows by {@link Prediction#row()}; numbers of other rows are passed over
   */
  public static LeakEffect of(List<Prediction> predictions, Set<Integer> leakedRows) {
    List<Prediction> clean =
        predictions.stream().filter(p -> !leakedRows.contains(p.row())).toList();
    List<Prediction> dirty =
        predictions.stream().filter(p -> leakedRows.contains(p.row())).toList();
    Metrics all = Metrics.of(predictions);
    Metrics without = clean.isEmpty() ? null : Metrics.of(clean);
    Metrics only = dirty.isEmpty() ? null : Metrics.of(dirty);
    return new LeakEffect(dirty.size(), all, without, only, sentence(all, without, only));
  }

  private static String sentence(Metrics all, @Nullable Metrics without, @Nullable Metrics only) {
    if (only == null) {
      return Words.of("No row gave its price away: $%,.2f over %,d rows.", all.mae(), all.n());
    }
    if (without == null) {
      return Words.of("Every one of the %,d rows gave its price away.", all.n());
    }
    return Words.of(
        "The mean absolute error is $%,.2f over all %,d rows and $%,.2f without the %,d that"
            + " gave their price away ($%,.2f on those alone).",
        all.mae(), all.n(), without.mae(), only.n(), only.mae());
  }
}
