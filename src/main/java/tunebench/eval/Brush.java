package tunebench.eval;

import static java.util.stream.Collectors.toCollection;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A rectangle drawn over the chart of predicted against true prices.
 *
 * @param truth true prices in dollars, ends included
 * @param guess predicted prices in dollars, ends included
 */
public record Brush(Interval truth, Interval guess) {

  /** The numbers of the rows under it, ascending. */
  public Set<Integer> rows(List<Prediction> predictions) {
    return predictions.stream()
        .filter(p -> in(truth, p.truth()) && in(guess, p.guess()))
        .map(Prediction::row)
        .collect(toCollection(TreeSet::new));
  }

  private static boolean in(Interval range, double value) {
    return range.lo() <= value && value <= range.hi();
  }
}
