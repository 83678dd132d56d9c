package tunebench.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import tunebench.data.Product;
import tunebench.prompt.PriceTemplate;
import tunebench.sample.Item.Fact;

class ShopGeneratorTest {
  private static final List<ShopRow> ROWS =
      new ShopGenerator(ShopGenerator.SHIPPED_SEED).next(SampleData.PRODUCTS);

  @Test
  void theSameSeedInventsTheSameProducts() {
    assertThat(new ShopGenerator(9).next(50)).isEqualTo(new ShopGenerator(9).next(50));
    assertThat(new ShopGenerator(9).next(50)).isNotEqualTo(new ShopGenerator(10).next(50));
  }

  @Test
  void pricesSpreadLikeThoseOfARealShop() {
    double[] prices = ROWS.stream().mapToDouble(r -> r.product().price()).sorted().toArray();
    double mean = ROWS.stream().mapToDouble(r -> r.product().price()).average().orElseThrow();
    assertThat(mean).isCloseTo(150, within(15.0));
    assertThat(prices[prices.length / 2]).isCloseTo(90, within(10.0));
    assertThat(prices[0]).isGreaterThanOrEqualTo(ShopGenerator.MIN_PRICE);
    assertThat(prices[prices.length - 1]).isLessThanOrEqualTo(ShopGenerator.MAX_PRICE);
  }

  @Test
  void textsAreShort() {
    double words =
        ROWS.stream()
            .mapToInt(r -> PriceTemplate.V1.text(r.product()).split("\\s+", -1).length)
            .average()
            .orElseThrow();
    assertThat(words).isBetween(28.0, 45.0);
  }

  @Test
  void theBestGuessSitsInTheMiddleOfThePrices() {
    long above = ROWS.stream().filter(r -> r.product().price() > r.medianPrice()).count();
    assertThat(above / (double) ROWS.size()).isCloseTo(0.5, within(0.03));
  }

  @Test
  void everyFactIsToldInTheText() {
    Catalogue catalogue = Catalogue.load();
    Dice dice = new Dice(3);
    for (int i = 0; i < 500; i++) {
      Item item = Item.draw(catalogue, dice);
      ItemText words = new ItemText(catalogue, item, dice);
      String text =
          String.join("\n", words.title(), words.description(), words.details())
              .toLowerCase(Locale.ROOT);
      assertThat(text).contains(item.brand().name().toLowerCase(Locale.ROOT));
      for (Fact fact : item.facts()) {
        String detail = fact.trait().label() + ": " + fact.option().name();
        assertThat(
                fact.option().words().stream().anyMatch(text::contains)
                    || text.contains(detail.toLowerCase(Locale.ROOT))
                    || text.contains(fact.option().name().toLowerCase(Locale.ROOT)))
            .as("%s in %s", detail, text)
            .isTrue();
      }
    }
  }

  @Test
  void noTextNamesAnAmountOfMoney() {
    for (ShopRow row : ROWS) {
      Product p = row.product();
      assertThat(p.title() + p.description() + p.details()).doesNotContain("$", "dollar", "price");
    }
  }
}
