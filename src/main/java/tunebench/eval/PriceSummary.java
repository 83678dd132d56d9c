package tunebench.eval;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a model believes about one product's price, in the figures that a person looks at.
 *
 * @param top the likeliest prices, the likeliest first, with probabilities that sum to 1 over all
 * @param mode the likeliest price in dollars
 * @param mean the expected price
 * @param median the middle price
 * @param interval80 the quantiles 0.1 and 0.9
 * @param covers whether the true price, to the whole dollar, lies in that interval
 * @param mass the probability that the model gave to prices at all
 */
public record PriceSummary(
    List<PricePoint> top,
    double mode,
    double mean,
    double median,
    Interval interval80,
    boolean covers,
    double mass) {

  public PriceSummary {
    top = List.copyOf(top);
  }

  /** Of a prediction with its {@code k} likeliest prices; null where it has no distribution. */
  public static @Nullable PriceSummary of(Prediction prediction, int k) {
    PriceDistribution distribution = PriceDistribution.of(prediction.distribution());
    if (distribution == null) {
      return null;
    }
    Interval interval = distribution.interval(0.8);
    return new PriceSummary(
        distribution.top(k),
        distribution.mode(),
        distribution.mean(),
        distribution.median(),
        interval,
        Coverage.covers(interval, prediction.truth()),
        distribution.mass());
  }
}
