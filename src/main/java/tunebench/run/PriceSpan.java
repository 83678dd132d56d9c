package tunebench.run;

/**
 * A central interval of a price's distribution.
 *
 * @param level asked for, such as 0.8
 * @param low lower end in dollars, included
 * @param high upper end in dollars, included
 * @param probability that the model gave to the prices inside; at least {@code level}, because
 *     prices are whole dollars
 */
public record PriceSpan(double level, double low, double high, double probability) {}
