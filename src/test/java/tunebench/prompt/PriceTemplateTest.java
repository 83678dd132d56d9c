package tunebench.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tunebench.data.Product;
import tunebench.sample.ShopGenerator;
import tunebench.sample.ShopRow;

class PriceTemplateTest {
  private static final Product LAMP =
      new Product(2, "Oak Lamp", "A warm light.", "Lighting", "Arvo", "Size: small", 21.5);

  @Test
  void theFirstVersionAsksAboutTitleAndContents() {
    Prompt prompt = PriceTemplate.V1.prompt(LAMP);
    assertThat(prompt.question())
        .isEqualTo(
            """
            How much does this cost to the nearest dollar?

            Oak Lamp
            A warm light.
            Size: small

            Price is $\
            """);
    assertThat(prompt.answer()).isEqualTo("22.00");
  }

  @Test
  void theSecondVersionAsksAboutALabelledSummary() {
    assertThat(PriceTemplate.V2.prompt(LAMP).whole())
        .isEqualTo(
            """
            What does this cost to the nearest dollar?

            Title: Oak Lamp
            Category: Lighting
            Brand: Arvo
            Description: A warm light.
            Details: Size: small

            Price is $22.00\
            """);
  }

  @Test
  void absentFieldsLeaveNoLine() {
    Product bare = new Product(2, "Oak Lamp", "", "", "", "", 5);
    assertThat(PriceTemplate.V1.text(bare)).isEqualTo("Oak Lamp");
    assertThat(PriceTemplate.V2.text(bare)).isEqualTo("Title: Oak Lamp");
  }

  @ParameterizedTest
  @CsvSource({"0.5, 0.00", "1.5, 2.00", "2.5, 2.00", "2.51, 3.00", "999.49, 999.00", "22, 22.00"})
  void halvesRoundToTheEvenDollar(double price, String answer) {
    assertThat(PriceTemplate.answer(price)).isEqualTo(answer);
  }

  @ParameterizedTest
  @EnumSource
  void theQuestionNeverContainsTheAnswer(PriceTemplate template) {
    for (ShopRow row : new ShopGenerator(5).next(500)) {
      Prompt prompt = template.prompt(row.product());
      assertThat(prompt.question()).endsWith("Price is $").doesNotContain(prompt.answer());
      // The text differs in nothing when the price does.
      assertThat(template.prompt(priced(row.product(), 123)).question())
          .isEqualTo(prompt.question());
    }
  }

  private static Product priced(Product p, double price) {
    return new Product(
        p.line(), p.title(), p.description(), p.category(), p.brand(), p.details(), price);
  }
}
