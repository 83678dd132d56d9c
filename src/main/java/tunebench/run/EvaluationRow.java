package tunebench.run;

import java.util.List;

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
    List<PriceWeight> distribution) {

  public EvaluationRow {
    distribution = List.copyOf(distribution);
  }

  /** How far off the guess is, in dollars. */
  public double error() {
    return Math.abs(truth - guess);
  }
}
