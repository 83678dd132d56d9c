package tunebench.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.DoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PriceLeaksTest {
  private static final List<Product> SHOP =
      CsvImport.read(Path.of("sample-data/products.csv"), ImportSettings.DEFAULT).products();

  /** Ten ways in which a shop's text says what the thing costs. */
  private static final List<DoubleFunction<String>> WAYS =
      List.of(
          p -> "Now only $" + cents(p) + ".",
          p -> "Buy it for $" + dollars(p) + " today.",
          p -> "Price: " + cents(p),
          p -> "Sold at " + cents(p) + " USD plus shipping.",
          p -> "It costs about " + dollars(p) + " dollars.",
          p -> "MSRP " + cents(p) + ", our promise.",
          p -> cents(p).replace('.', ',') + " € incl. VAT",
          p -> "Was more, is " + cents(p) + "!",
          p -> "Pack of 5 $" + cents(p),
          p -> "The list price is " + dollars(p) + ".");

  private static String cents(double price) {
    return String.format(Locale.ROOT, "%.2f", price);
  }

  private static String dollars(double price) {
    return String.format(Locale.ROOT, "%.0f", Math.rint(price));
  }

  @Test
  void tenPlantedAmongThreeThousandAreFoundAndNothingElse() {
    List<Product> rows = new ArrayList<>(SHOP);
    Set<Integer> planted = new HashSet<>();
    for (int i = 0; i < WAYS.size(); i++) {
      Product p = rows.get(200 * i + 7);
      String text = p.description() + " " + WAYS.get(i).apply(p.price());
      rows.set(
          200 * i + 7,
          new Product(p.line(), p.title(), text, p.category(), p.brand(), p.details(), p.price()));
      planted.add(p.line());
    }
    Set<Integer> found = new HashSet<>();
    for (Product p : rows) {
      if (!PriceLeaks.find(p.title() + "\n" + p.description() + "\n" + p.details(), p.price())
          .isEmpty()) {
        found.add(p.line());
      }
    }
    assertThat(found).isEqualTo(planted);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$19.99",
        "US$19.99",
        "USD 19.99",
        "USD19.99",
        "$ 19 . 99",
        "Only $20!",
        "just $19 today",
        "19.99 dollars",
        "19,99€",
        "priced at 19.99",
        "Price is now 20",
        "retails for 19.99",
        "get it now, 19.99 in stock",
        "19.99 a piece",
      })
  void thePriceInAnyOfTheseIsFound(String text) {
    assertThat(PriceLeaks.find(text, 19.99)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "100 | 100 pieces in a box",
        "20 | ages 3 to 20, 20 years of warranty",
        "12.50 | 12.50 x 8.00 inches",
        "8 | 12.50 x 8.00 inches",
        "10.70 | weighs 10.70 pounds",
        "4.50 | rated 4.50 by 312 owners",
        "4.50 | 4.50 out of 5",
        "5.10 | Bluetooth 5.10",
        "12.99 | 12.99\" screen",
        "1999 | made in 1999",
        "50 | save 50% today",
        "20 | save $200 or $20.50 or $2,000",
        "19.99 | version 1.19.99 or 19.991 or 119.99",
        "19.99 | model A19.99",
        "3 | USB 3.00 and 3 AA batteries",
        "2 | worth 2 hours of your time",
        "15 | iPhone 15, 15 units",
      })
  void ordinaryNumbersAreNot(double price, String text) {
    assertThat(PriceLeaks.find(text, price)).isEmpty();
  }

  @Test
  void theExcerptShowsWhereAndWhy() {
    PriceLeak leak =
        PriceLeaks.find("A lamp\nof glass that was made to last. Price: 1,299.00 only here.", 1299)
            .getFirst();
    assertThat(leak.amount()).isEqualTo("1,299.00");
    assertThat(leak.excerpt()).contains("made to last. Price: 1,299.00 only here.");
    assertThat(leak.why()).contains("word for prices");
  }
}
