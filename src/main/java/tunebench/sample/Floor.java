package tunebench.sample;

import java.util.List;
import tunebench.data.Product;

/** The error that no model can be expected to beat on these products, because prices have noise. */
public final class Floor {
  private Floor() {}

  /**
   * The mean absolute error of the oracle's best guesses, in dollars; NaN for no products.
   *
   * @throws IllegalArgumentException if the oracle does not know a product
   */
  public static double meanAbsoluteError(Oracle oracle, List<Product> products) {
    return products.stream()
        .mapToDouble(product -> Math.abs(product.price() - oracle.bestGuess(product)))
        .average()
        .orElse(Double.NaN);
  }
}
