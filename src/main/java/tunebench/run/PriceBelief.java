package tunebench.run;

import java.util.List;
import java.util.Optional;

/**
 * What a model believed about one price: the figures of its whole distribution over dollars, of
 * which a row keeps the likeliest prices alone.
 *
 * @param mode the likeliest price in dollars
 * @param topThree the three likeliest prices, weighted by probability
 * @param mean the expected price
 * @param median the middle price
 * @param mass the probability that the model gave to prices at all
 * @param spans central intervals, the narrowest first
 */
public record PriceBelief(
    double mode, double topThree, double mean, double median, double mass, List<PriceSpan> spans) {
  public PriceBelief {
    spans = List.copyOf(spans);
  }

  /** The interval of this level, if it was kept. */
  public Optional<PriceSpan> span(double level) {
    return spans.stream().filter(span -> Math.abs(span.level() - level) < 1e-9).findFirst();
  }
}
