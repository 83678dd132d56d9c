package tunebench.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import tunebench.Fixtures;
import tunebench.data.Product;
import tunebench.prompt.PriceTemplate;

class ExampleBuilderTest {
  private static final TextTokenizer TOKENIZER = TextTokenizer.open(Fixtures.shippedModel());
  private static final Product LAMP =
      new Product(
          5, "Brass Lamp", "A warm lamp for a desk. ".repeat(10), "Lighting", "Lumo", "", 84.6);

  @AfterAll
  static void close() {
    TOKENIZER.close();
  }

  @Test
  void onlyTheAnswerIsLearned() {
    TokenizedExample example = example(500, false);
    int[] learned = Arrays.copyOfRange(example.ids(), example.firstLabel(), example.length());
    assertThat(TOKENIZER.text(learned)).isEqualTo("85.00");
    assertThat(TOKENIZER.text(Arrays.copyOf(example.ids(), example.firstLabel())))
        .endsWith(PriceTemplate.LEAD_IN);
    assertThat(example.row()).isEqualTo(5);
    assertThat(example.shortened()).isFalse();
  }

  @Test
  void aLongTextIsCutAndTheAnswerKept() {
    TokenizedExample example = example(40, false);
    assertThat(example.length()).isLessThanOrEqualTo(40);
    assertThat(example.shortened()).isTrue();
    assertThat(TOKENIZER.text(example.ids())).endsWith("\n\nPrice is $85.00");
  }

  @Test
  void aRowThatCannotHoldItsAnswerIsNotMade() {
    assertThat(builder(10, false).example(LAMP)).isNull();
  }

  @Test
  void theEndTokenIsLearnedOnlyWhenAskedFor() {
    TokenizedExample with = example(500, true);
    assertThat(with.ids()[with.length() - 1]).isEqualTo(TOKENIZER.end());
    assertThat(with.labels()).isEqualTo(example(500, false).labels() + 1);
  }

  @Test
  void theQuestionIsWhatTrainingSawBeforeTheAnswer() {
    for (int maxTokens : new int[] {500, 40}) {
      TokenizedExample example = example(maxTokens, false);
      assertThat(builder(maxTokens, false).question(LAMP))
          .isEqualTo(Arrays.copyOf(example.ids(), example.firstLabel()));
    }
  }

  @Test
  void theQuestionDoesNotDependOnThePrice() {
    Product dear = new Product(5, LAMP.title(), LAMP.description(), "", "", "", 999);
    Product cheap = new Product(5, LAMP.title(), LAMP.description(), "", "", "", 1);
    assertThat(builder(40, false).question(dear)).isEqualTo(builder(40, false).question(cheap));
  }

  private static TokenizedExample example(int maxTokens, boolean trainOnEnd) {
    return Objects.requireNonNull(builder(maxTokens, trainOnEnd).example(LAMP));
  }

  private static ExampleBuilder builder(int maxTokens, boolean trainOnEnd) {
    return new ExampleBuilder(TOKENIZER, PriceTemplate.V1, maxTokens, trainOnEnd);
  }
}
