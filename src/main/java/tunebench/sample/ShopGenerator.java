package tunebench.sample;

import java.util.ArrayList;
import java.util.List;
import tunebench.data.Product;

/**
 * Invents products without end: the logarithm of the price is that of the type of product, plus the
 * effects of brand and traits, plus noise. The same seed gives the same products on every machine.
 */
public final class ShopGenerator {
  /** The seed of the shipped {@code products.csv}. */
  public static final long SHIPPED_SEED = 20_261_124;

  /** The lowest price in dollars. */
  public static final double MIN_PRICE = 1;

  /** The highest price in dollars. */
  public static final double MAX_PRICE = 999;

  /** The standard deviation of the noise on the natural logarithm of the price. */
  public static final double NOISE = 0.25;

  private final Catalogue catalogue;
  private final Dice dice;
  private int line = 1;

  public ShopGenerator(long seed) {
    this(Catalogue.load(), new Dice(seed));
  }

  ShopGenerator(Catalogue catalogue, Dice dice) {
    this.catalogue = catalogue;
    this.dice = dice;
  }

  /** The next product; its line counts on from 2, because a header stands on line 1. */
  public ShopRow next() {
    Item item = Item.draw(catalogue, dice);
    ItemText text = new ItemText(catalogue, item, dice);
    double log = item.logMedian();
    double price = Math.rint(dollars(log + NOISE * dice.normal()) * 100) / 100;
    Product product =
        new Product(
            ++line,
            text.title(),
            text.description(),
            item.category().name(),
            item.brand().name(),
            text.details(),
            price);
    return new ShopRow(product, dollars(log));
  }

  /** The next {@code count} products. */
  public List<ShopRow> next(int count) {
    List<ShopRow> rows = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      rows.add(next());
    }
    return rows;
  }

  private static double dollars(double log) {
    return Math.clamp(StrictMath.exp(log), MIN_PRICE, MAX_PRICE);
  }
}
