package tunebench.eval;

import java.util.ArrayList;
import java.util.List;

/**
 * How likely the model holds each whole-dollar answer.
 *
 * @param probabilities by price in dollars, from 0 on; not normalised, so their sum is the share of
 *     all answers that are prices at all
 */
@SuppressWarnings("ArrayRecordComponent")
public record WholeDollars(double[] probabilities) {
  /** Prices 0 to 999: the answers that are single tokens in Llama 3. */
  public static final int COUNT = 1000;

  /** The share of the model's belief that lies on prices. */
  public double mass() {
    double sum = 0;
    for (double p : probabilities) {
      sum += p;
    }
    return sum;
  }

  /** The expectation in dollars: the guess with the least expected squared error. */
  public double mean() {
    double sum = 0;
    for (int price = 0; price < probabilities.length; price++) {
      sum += price * probabilities[price];
    }
    return sum / mass();
  }

  /** The median in dollars: the guess with the least expected absolute error. */
  public double median() {
    return quantile(0.5);
  }

  /** The least price at which the probabilities up to it reach {@code share} of their sum. */
  public double quantile(double share) {
    double wanted = share * mass();
    double sum = 0;
    for (int price = 0; price < probabilities.length; price++) {
      sum += probabilities[price];
      if (sum >= wanted) {
        return price;
      }
    }
    return probabilities.length - 1.0;
  }

  /** The prices and their probabilities, cheapest first. */
  public List<PricePoint> points() {
    List<PricePoint> points = new ArrayList<>(probabilities.length);
    for (int price = 0; price < probabilities.length; price++) {
      points.add(new PricePoint(price, probabilities[price]));
    }
    return points;
  }
}
