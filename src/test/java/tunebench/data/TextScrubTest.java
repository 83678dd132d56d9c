package tunebench.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextScrubTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"Colour\": \"red\"} | Colour red",
        "【Warm】 [soft] light | Warm soft light",
        "one , two,,, three,, four | one, two, three, four",
        "fits WP67003405 and 2198597 | fits and",
        "4K and 500 GB stay, 123456 too | 4K and 500 GB stay, 123456 too",
        "1234567 goes |  goes"
      })
  void clutterAndPartNumbersGo(String text, String scrubbed) {
    assertThat(TextScrub.text(text).strip()).isEqualTo(scrubbed.strip());
  }

  @Test
  void boilerplateOfTheDetailsGoesInTheCoursesOrder() {
    assertThat(
            TextScrub.details(
                "{\"Batteries Included?\": \"No\", \"Item Weight\": \"2 pounds\","
                    + " \"Number of Pieces\": \"3\", \"Product Size\": \"4\"}"))
        .isEqualTo("{, \" Weight\" \"2 pounds\", \" Pieces\" \"3\", \"Size\" \"4\"}");
  }

  @Test
  void titleAndContentsAreScrubbedApart() {
    Product product =
        new Product(2, "Lamp: [warm]", "First.\nB00X1234", "Home", "Arvo", "Item Size: small", 9);
    assertThat(TextScrub.scrub(product))
        .isEqualTo(new Product(2, "Lamp warm", "First. Size small", "Home", "Arvo", "", 9));
  }
}
