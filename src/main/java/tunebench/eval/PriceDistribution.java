package tunebench.eval;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a model believes about one price: the probabilities of the prices it could have answered,
 * brought to sum 1.
 */
public final class PriceDistribution {
  /** What sums of a thousand probabilities may lose to rounding. */
  private static final double ROUNDING = 1e-12;

  private final double[] prices;
  private final double[] probabilities;
  private final double mass;

  private PriceDistribution(double[] prices, double[] probabilities, double mass) {
    this.prices = prices;
    this.probabilities = probabilities;
    this.mass = mass;
  }

  /** Of points in any order; equal prices are put together. Null where no point carries weight. */
  public static @Nullable PriceDistribution of(List<PricePoint> points) {
    Map<Double, Double> byPrice = new TreeMap<>();
    double mass = 0;
    for (PricePoint point : points) {
      if (!(point.probability() >= 0)) {
        throw new IllegalArgumentException("No probability: " + point);
      }
      byPrice.merge(point.price(), point.probability(), Double::sum);
      mass += point.probability();
    }
    if (!(mass > 0)) {
      return null;
    }
    double sum = mass;
    return new PriceDistribution(
        byPrice.keySet().stream().mapToDouble(Double::doubleValue).toArray(),
        byPrice.values().stream().mapToDouble(p -> p / sum).toArray(),
        mass);
  }

  /** The probability that the model gave to the points before they were brought to sum 1. */
  public double mass() {
    return mass;
  }

  /** The k likeliest prices, the likeliest first, equally likely ones from the cheapest on. */
  public List<PricePoint> top(int k) {
    List<PricePoint> points = new ArrayList<>();
    for (int i = 0; i < prices.length; i++) {
      points.add(new PricePoint(prices[i], probabilities[i]));
    }
    points.sort(Comparator.comparingDouble(PricePoint::probability).reversed());
    return List.copyOf(points.subList(0, Math.min(k, points.size())));
  }

  /** The likeliest price in dollars, the cheapest of equals: most often exactly right. */
  public double mode() {
    return top(1).getFirst().price();
  }

  /** The expected price in dollars: the guess of least expected squared error. */
  public double mean() {
    double mean = 0;
    for (int i = 0; i < prices.length; i++) {
      mean += prices[i] * probabilities[i];
    }
    return mean;
  }

  /** The standard deviation in dollars. */
  public double deviation() {
    double mean = mean();
    double squares = 0;
    for (int i = 0; i < prices.length; i++) {
      squares += probabilities[i] * (prices[i] - mean) * (prices[i] - mean);
    }
    return Math.sqrt(squares);
  }

  /** The middle price in dollars: the guess of least expected absolute error. */
  public double median() {
    return quantile(0.5);
  }

  /** The cheapest price up to which the probabilities reach {@code share}. */
  public double quantile(double share) {
    double sum = 0;
    for (int i = 0; i < prices.length; i++) {
      sum += probabilities[i];
      if (sum >= share - ROUNDING) {
        return prices[i];
      }
    }
    return prices[prices.length - 1];
  }

  /**
   * The prices that leave at most half of what is outside {@code level} on either side, in dollars;
   * for an 80 % interval the quantiles 0.1 and 0.9. Since prices are whole dollars it holds at
   * least that share; {@link #probability} says how much.
   */
  public Interval interval(double level) {
    return new Interval(quantile((1 - level) / 2), quantile((1 + level) / 2));
  }

  /** The probability of the prices in a range, both ends included. */
  public double probability(Interval range) {
    double sum = 0;
    for (int i = 0; i < prices.length; i++) {
      sum += prices[i] >= range.lo() && prices[i] <= range.hi() ? probabilities[i] : 0;
    }
    return sum;
  }
}
