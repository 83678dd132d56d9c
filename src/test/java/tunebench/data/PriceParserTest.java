package tunebench.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tunebench.BadInputException;
import tunebench.data.PriceParser.Price;
import tunebench.data.PriceParser.Refused;

class PriceParserTest {
  private static final PriceParser ANY = new PriceParser(0.01, 10_000_000);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "12.99 | 12.99",
        "12 | 12",
        "+12 | 12",
        ".99 | 0.99",
        "12. | 12",
        "$12.99 | 12.99",
        "$ 12.99 | 12.99",
        "12.99 gbp | 12.99",
        "GBP12.99 | 12.99",
        "US$ 12.99 | 12.99",
        "Rs. 450 | 450",
        "12,99 € | 12.99",
        "€12,9 | 12.9",
        "$1,299.00 | 1299",
        "1,299 | 1299",
        "1 299 | 1299",
        "1 299 000 | 1299000",
        "1.299,00 € | 1299",
        "1.299 € | 1299",
        "1.299 | 1.299",
        "0,999 | 0.999",
        "1 299,00 kr | 1299",
        "CHF 1'299.00 | 1299",
        "1,234,567.89 | 1234567.89",
        "1.234.567,89 | 1234567.89",
        "443,164 | 443164",
        "999 dollars | 999"
      })
  void manySpellingsOfAPriceAreRead(String cell, double price) {
    assertThat(ANY.parse(cell)).isEqualTo(new Price(price));
  }

  @Test
  void aNoBreakSpaceIsABlank() {
    assertThat(ANY.parse("1\u00a0299,00\u00a0€")).isEqualTo(new Price(1299));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | the price is missing",
        "None | the price is missing",
        "NaN | the price is missing",
        "$ | not a price",
        "0 | the price is zero",
        "$0.00 | the price is zero",
        "-5 | the price is negative",
        "$-5.00 | the price is negative",
        "- $5.00 | the price is negative",
        "0.25 | the price is under the smallest allowed, 0.5",
        "999.50 | the price is over the largest allowed, 999.49",
        "443164 | the price is over the largest allowed, 999.49",
        "$10 - $20 | the price is a range; a single price is needed",
        "10–20 € | the price is a range; a single price is needed",
        "10 to 20 USD | the price is a range; a single price is needed",
        "$6.94 $ 6 . 94 | more than one amount; a single price is needed",
        "$ 19 99 | not a price",
        "1 299,000.5.5 | not a price",
        ", | not a price",
        "1,29,9.00 | not a price",
        "1.2.3 | not a price",
        "12,345,6 | not a price",
        "from $10 | not a price",
        "Total price: | not a price",
        "1e5 | not a price",
        "50% | not a price",
        "inf | not a price"
      })
  void everyOtherCellIsRefusedWithItsReason(String cell, String reason) {
    assertThat(PriceParser.COURSE.parse(cell)).isEqualTo(new Refused(reason));
  }

  @Test
  void aWholeArticleIsNotAPrice() {
    assertThat(ANY.parse("1 ".repeat(100_000))).isEqualTo(new Refused("not a price"));
  }

  @Test
  void boundsTheWrongWayRoundAreBadInput() {
    assertThatThrownBy(() -> new PriceParser(5, 2)).isInstanceOf(BadInputException.class);
  }

  @Test
  void theBoundsThemselvesAreAllowed() {
    assertThat(PriceParser.COURSE.parse("0.50")).isEqualTo(new Price(0.5));
    assertThat(PriceParser.COURSE.parse("999.49")).isEqualTo(new Price(999.49));
  }
}
