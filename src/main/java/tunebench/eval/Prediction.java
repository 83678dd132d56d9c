package tunebench.eval;

import java.util.List;

/**
 * What the model said about one product.
 *
 * @param row the product's place in its file or split, counted from 0; pairs predictions of the
 *     same product
 * @param title the product's name, for people
 * @param truth the true price in dollars, not rounded
 * @param guess the predicted price in dollars; 0 when the answer could not be read, as in the
 *     course
 * @param text the answer as generated
 * @param parsed whether a price could be read from the answer
 * @param distribution the prices that the model held possible; empty when the decoder keeps none
 */
public record Prediction(
    int row,
    String title,
    double truth,
    double guess,
    String text,
    boolean parsed,
    List<PricePoint> distribution) {

  public Prediction {
    if (!(truth >= 0) || Double.isInfinite(truth) || !Double.isFinite(guess)) {
      throw new IllegalArgumentException(
          "Prices are finite and a true price is not negative, but row %d has truth %s and guess %s."
              .formatted(row, truth, guess));
    }
    distribution = List.copyOf(distribution);
  }

  /** Reads the price from a generated answer; without a price the guess is 0 and not parsed. */
  public static Prediction read(
      int row, String title, double truth, String text, AnswerParser parser) {
    var price = parser.price(text);
    return new Prediction(row, title, truth, price.orElse(0), text, price.isPresent(), List.of());
  }

  /** How far off the guess is, in dollars. */
  public double error() {
    return Math.abs(truth - guess);
  }

  /** The course's colour for that error. */
  public Band band() {
    return Band.of(truth, guess);
  }
}
