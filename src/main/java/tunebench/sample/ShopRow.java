package tunebench.sample;

import tunebench.data.Product;

/**
 * A product of the invented shop.
 *
 * @param medianPrice the price in dollars without noise; no guess from the text has a smaller
 *     expected absolute error
 */
public record ShopRow(Product product, double medianPrice) {}
