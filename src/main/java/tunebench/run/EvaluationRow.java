package tunebench.run;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One product priced by a model.
 *
 * @param set which evaluation of the run: "final", or "step-200" for one during training
 * @param index place among the products of the part, from 0; pairs the rows of two runs
 * @param line line of the file
 * @param truth dollars
 * @param guess dollars; 0 when no price could be read
 * @param text what the model wrote
 * @param parsed whether a price could be read
 * @param band the course's {@code GREEN}, {@code ORANGE} or {@code RED}
 * @param distribution likeliest first; empty when the decoder keeps none
 * @param belief figures of the whole distribution; null when it was not asked for
 */
public record EvaluationRow(
    String set,
    int index,
    int line,
    String title,
    String category,
    double truth,
    double guess,
    String text,
    boolean parsed,
    String band,
    List<PriceWeight> distribution,
    @Nullable PriceBelief belief) {

  public EvaluationRow {
    distribution = List.copyOf(distribution);
  }

  /** A row whose distribution was not asked for. */
  public EvaluationRow(
      String set,
      int index,
      int line,
      String title,
      String category,
      double truth,
      double guess,
      String text,
      boolean parsed,
      String band,
      List<PriceWeight> distribution) {
    this(set, index, line, title, category, truth, guess, text, parsed, band, distribution, null);
  }

  /** How far off the guess is, in dollars. */
  public double error() {
    return Math.abs(truth - guess);
  }
}
