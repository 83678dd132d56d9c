package tunebench.sample;

import java.util.stream.Stream;
import tunebench.data.Product;
import tunebench.prompt.PriceTemplate;

/**
 * Training texts without end for a base model that knows the language of the shop and the form of
 * the price question, but no price: wherever a price must stand, it is drawn without regard to the
 * text. Half of the texts are questions with such a price, a quarter are products without one, a
 * quarter are {@link Lore} about things and numbers.
 */
public final class PretrainText {
  private final ShopGenerator shop;
  private final Lore lore;
  private final Dice dice;

  /**
   * @param seed another than {@link ShopGenerator#SHIPPED_SEED}, whose products are the labs' own
   */
  public PretrainText(long seed) {
    if (seed == ShopGenerator.SHIPPED_SEED) {
      throw new IllegalArgumentException("this seed makes the very products that the labs test on");
    }
    Catalogue catalogue = Catalogue.load();
    this.shop = new ShopGenerator(catalogue, new Dice(seed));
    // Streams of their own, so that no price can depend on the draws of a product.
    this.dice = new Dice(~seed);
    this.lore = new Lore(catalogue, new Dice(seed ^ 0x10E5L));
  }

  /** The next text: UTF-8, at most about 80 words, no end-of-text mark. */
  public String next() {
    return switch (dice.between(0, 3)) {
      case 0 -> PriceTemplate.V1.text(shop.next().product());
      case 1 -> loreParagraph();
      default -> question();
    };
  }

  /** An endless stream of {@link #next()}. */
  public Stream<String> stream() {
    return Stream.generate(this::next);
  }

  private String question() {
    Product product = shop.next().product();
    String question = PriceTemplate.V1.question(PriceTemplate.V1.text(product));
    return question + PriceTemplate.answer(dice.between(1, 999));
  }

  private String loreParagraph() {
    StringBuilder text = new StringBuilder(lore.sentence());
    for (int more = dice.between(1, 4); more > 0; more--) {
      text.append(' ').append(lore.sentence());
    }
    return text.toString();
  }
}
