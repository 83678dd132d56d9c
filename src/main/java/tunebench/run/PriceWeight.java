package tunebench.run;

/**
 * A price that the model held possible.
 *
 * @param price dollars
 * @param probability over the whole vocabulary
 */
public record PriceWeight(double price, double probability) {}
