package tunebench.ui.pane;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tunebench.run.BaselineScore;
import tunebench.run.Scores;
import tunebench.ui.control.Show;

/**
 * What rules without a model reach on the same rows.
 *
 * @param words all of them in one line, "" for none
 * @param median the error in dollars of always guessing the median price; NaN while not known
 * @param flag that the run is no better than the median price; "" where it is
 */
public record Yardsticks(String words, double median, String flag) {
  static final Yardsticks NONE = new Yardsticks("", Double.NaN, "");

  static Yardsticks of(List<BaselineScore> scored, @Nullable Scores mine) {
    double median =
        scored.stream()
            .filter(b -> b.name().equals("median"))
            .mapToDouble(b -> b.scores().mae())
            .findFirst()
            .orElse(Double.NaN);
    boolean worse = mine != null && mine.mae() >= median;
    String words =
        scored.stream()
            .map(b -> b.name().replace('-', ' ') + " " + Show.dollars(b.scores().mae()))
            .collect(Collectors.joining(" · "));
    return new Yardsticks(
        words,
        median,
        worse
            ? "No better than always guessing the median price. Without a model: " + words + "."
            : "");
  }
}
