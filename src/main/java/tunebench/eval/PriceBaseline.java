package tunebench.eval;

/** A pricing rule without a language model: what a run must beat to have been worth it. */
@FunctionalInterface
public interface PriceBaseline {

  /** The price in dollars of the product with this text. */
  double price(String text);
}
