package tunebench.report;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tunebench.eval.Band;
import tunebench.eval.Prediction;

/**
 * One product with the model's answers before and after training.
 *
 * @param row the product's place in the held-out part, from 0
 * @param truth dollars
 * @param before null when the untrained model was not asked about this product
 */
public record PricedProduct(
    int row, String title, double truth, @Nullable Answer before, Answer after) {

  /**
   * What the model said.
   *
   * @param guess dollars; 0 when no price could be read
   * @param text the generated text
   * @param parsed whether a price could be read
   */
  public record Answer(double guess, String text, boolean parsed) {
    static Answer of(Prediction prediction) {
      return new Answer(prediction.guess(), prediction.text(), prediction.parsed());
    }

    double error(double truth) {
      return Math.abs(truth - guess);
    }

    Band band(double truth) {
      return Band.of(truth, guess);
    }
  }

  /** Pairs the predictions of the same row; the order is that of {@code after}. */
  public static List<PricedProduct> pair(List<Prediction> before, List<Prediction> after) {
    Map<Integer, Answer> untrained = new HashMap<>();
    before.forEach(p -> untrained.put(p.row(), Answer.of(p)));
    return after.stream()
        .map(
            p ->
                new PricedProduct(
                    p.row(), p.title(), p.truth(), untrained.get(p.row()), Answer.of(p)))
        .toList();
  }
}
