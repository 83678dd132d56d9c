package tunebench.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import tunebench.prompt.PriceTemplate;

class PretrainTextTest {
  private static final List<String> TEXTS = new PretrainText(1).stream().limit(8000).toList();

  @Test
  void theSameSeedGivesTheSameTexts() {
    assertThat(new PretrainText(1).stream().limit(100)).isEqualTo(TEXTS.subList(0, 100));
  }

  @Test
  void halfOfTheTextsAreQuestionsInTheCoursesForm() {
    List<String> questions = questions();
    assertThat(questions.size() / 8000.0).isCloseTo(0.5, within(0.03));
    assertThat(questions)
        .allMatch(q -> q.startsWith("How much does this cost to the nearest dollar?\n\n"))
        .allMatch(q -> q.matches("(?s).*\\n\\nPrice is \\$[1-9][0-9]{0,2}\\.00"));
  }

  @Test
  void thePricesAreBroadAndSayNothingAboutTheProduct() {
    assertThat(meanPrice("")).isCloseTo(500, within(15.0));
    // Laptops and sticky notes "cost" the same.
    assertThat(meanPrice("laptop")).isCloseTo(500, within(120.0));
    assertThat(meanPrice("sticky notes")).isCloseTo(500, within(120.0));
  }

  @Test
  void otherTextsNameNoMoney() {
    assertThat(TEXTS)
        .filteredOn(text -> !text.contains(PriceTemplate.LEAD_IN))
        .noneMatch(text -> text.contains("$") || text.contains("dollar") || text.contains("price"))
        .noneMatch(text -> text.contains("{"));
  }

  @Test
  void theLabsOwnProductsAreNeverTrainedOn() {
    assertThatThrownBy(() -> new PretrainText(ShopGenerator.SHIPPED_SEED))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static double meanPrice(String about) {
    return questions().stream()
        .filter(q -> q.contains(about))
        .mapToDouble(q -> Double.parseDouble(q.substring(q.lastIndexOf('$') + 1)))
        .average()
        .orElseThrow();
  }

  private static List<String> questions() {
    return TEXTS.stream().filter(text -> text.contains(PriceTemplate.LEAD_IN)).toList();
  }
}
