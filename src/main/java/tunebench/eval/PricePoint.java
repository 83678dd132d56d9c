package tunebench.eval;

import java.util.List;
import java.util.OptionalDouble;

/**
 * One price that the model holds possible.
 *
 * @param price dollars
 * @param probability the model's probability of it, over its whole vocabulary, so that the points
 *     of one prediction need not sum to 1
 */
public record PricePoint(double price, double probability) {

  /**
   * The course's improved answer: the mean of the prices, each weighed by its probability and the
   * weights brought to sum 1. Empty when no point carries any weight.
   */
  public static OptionalDouble weightedMean(List<PricePoint> points) {
    double mass = 0;
    double sum = 0;
    for (PricePoint point : points) {
      mass += point.probability();
      sum += point.price() * point.probability();
    }
    return mass > 0 ? OptionalDouble.of(sum / mass) : OptionalDouble.empty();
  }
}
