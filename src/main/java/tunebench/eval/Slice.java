package tunebench.eval;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The rows of two runs that have something in common.
 *
 * @param kind what that is
 * @param name such as "25 to 50" (dollars, the upper end left out), a category, or "80 to 120"
 * @param n rows
 * @param counts by quadrant
 * @param firstMae the first run's mean absolute error on them, in dollars
 * @param secondMae the second's
 * @param rows their numbers, as in {@link Prediction#row()}
 */
public record Slice(
    Kind kind,
    String name,
    int n,
    Map<Quadrant, Integer> counts,
    double firstMae,
    double secondMae,
    List<Integer> rows) {

  /** What rows are cut by. */
  public enum Kind {
    PRICE,
    CATEGORY,
    LENGTH
  }

  public Slice {
    rows = List.copyOf(rows);
    counts = Collections.unmodifiableMap(new EnumMap<>(counts));
  }

  static Slice of(Kind kind, String name, List<ErrorAtlas.Row> rows) {
    return new Slice(
        kind,
        name,
        rows.size(),
        ErrorAtlas.counts(rows),
        rows.stream().mapToDouble(r -> Math.abs(r.first() - r.truth())).average().orElseThrow(),
        rows.stream().mapToDouble(r -> Math.abs(r.second() - r.truth())).average().orElseThrow(),
        rows.stream().map(ErrorAtlas.Row::row).toList());
  }
}
