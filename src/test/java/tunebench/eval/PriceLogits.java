package tunebench.eval;

import java.util.ArrayList;
import java.util.List;

/** From a model's raw scores of its next token to the probabilities of prices. */
public final class PriceLogits {
  private PriceLogits() {}

  /**
   * The softmax over the whole vocabulary, of which the prices' tokens are kept. Sums in double
   * precision, each score less the largest, so that no scale of scores overflows.
   *
   * @param logits one per token of the vocabulary
   * @param tokens the token of each price
   * @param prices in dollars, as many
   * @return one point per price, in their order
   */
  public static List<PricePoint> points(float[] logits, int[] tokens, double[] prices) {
    if (tokens.length != prices.length) {
      throw new IllegalArgumentException(
          "%d tokens for %d prices".formatted(tokens.length, prices.length));
    }
    double largest = Double.NEGATIVE_INFINITY;
    for (float logit : logits) {
      largest = Math.max(largest, logit);
    }
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit - largest);
    }
    List<PricePoint> points = new ArrayList<>(prices.length);
    for (int i = 0; i < prices.length; i++) {
      points.add(new PricePoint(prices[i], Math.exp(logits[tokens[i]] - largest) / sum));
    }
    return points;
  }
}
