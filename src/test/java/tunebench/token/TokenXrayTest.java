package tunebench.token;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static tunebench.token.ShippedTokenizer.SHOP;
import static tunebench.token.ShippedTokenizer.TOKENIZER;
import static tunebench.token.ShippedTokenizer.product;
import static tunebench.token.ShippedTokenizer.upTo;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tunebench.data.Product;
import tunebench.prompt.PriceTemplate;

class TokenXrayTest {
  private static final Product FOREIGN =
      product(5, "Lámpara 😀 日本語", "Très belle — “signée”\n\tet unique 👩‍👩‍👧", 49.5);

  @Test
  void showsExactlyTheTokensThatAreTrained() {
    for (int max : new int[] {40, 55, 182}) {
      ExampleBuilder builder = upTo(max);
      for (Product product : List.of(SHOP.get(0), SHOP.get(77), FOREIGN)) {
        TokenXray xray = TokenXray.of(builder, product);
        TokenizedExample example = Objects.requireNonNull(builder.example(product));
        assertThat(ids(xray.tokens())).containsExactly(example.ids());
        long learned = xray.tokens().stream().filter(TokenXray.Token::loss).count();
        assertThat(learned).isEqualTo(example.labels());
        assertThat(xray.tokens().subList(0, example.firstLabel())).noneMatch(TokenXray.Token::loss);
        assertThat(xray.cutAt() >= 0).isEqualTo(example.shortened());
        assertThat(xray.problem()).isEmpty();
      }
    }
  }

  @Test
  void thePiecesPutTogetherAreTheRow() {
    TokenXray xray = TokenXray.of(upTo(300), FOREIGN);
    String first = xray.tokens().getFirst().text();
    assertThat(first).isEqualTo("<|begin_of_text|>");
    String row = xray.tokens().stream().map(TokenXray.Token::text).collect(joining());
    assertThat(row).isEqualTo(first + PriceTemplate.V1.prompt(FOREIGN).whole());
    String answer =
        xray.tokens().stream()
            .filter(TokenXray.Token::loss)
            .map(TokenXray.Token::text)
            .collect(joining());
    assertThat(answer).isEqualTo("50.00");
  }

  @Test
  void whatIsKeptAndWhatIsCutMakeUpTheText() {
    Product product = SHOP.get(3);
    String text = PriceTemplate.V1.text(product);
    TokenXray xray = TokenXray.of(upTo(50), product);
    assertThat(xray.wholeTokens()).isGreaterThan(50);
    String cut = xray.cut().stream().map(TokenPiece::text).collect(joining());
    assertThat(text.substring(xray.cutAt())).isEqualTo(cut).isNotEmpty();
    String row = xray.tokens().stream().map(TokenXray.Token::text).collect(joining());
    assertThat(row).contains(text.substring(0, xray.cutAt())).doesNotContain(cut);
  }

  @Test
  void aRowWithoutRoomForItsAnswerSaysSo() {
    TokenXray xray = TokenXray.of(upTo(12), SHOP.get(0));
    assertThat(xray.problem()).contains("only 12 are allowed");
    assertThat(xray.tokens()).noneMatch(TokenXray.Token::loss).hasSizeGreaterThan(12);
    assertThat(xray.cutAt()).isZero();
  }

  @Test
  void theEndTokenIsShownWhereItIsTrained() {
    var builder = new ExampleBuilder(TOKENIZER, PriceTemplate.V1, 182, true);
    TokenXray.Token last = TokenXray.of(builder, SHOP.get(0)).tokens().getLast();
    assertThat(last.id()).isEqualTo(TOKENIZER.end());
    assertThat(last.loss()).isTrue();
    assertThat(last.text()).startsWith("<|end");
  }

  /** Tokens of bytes may end within a character; the cut text must not end in its ruins. */
  @Test
  void noHalfCharacterIsLeftAtTheCut() {
    String smiles = "😀".repeat(40);
    for (int max = 30; max < 60; max++) {
      TokenXray xray = TokenXray.of(upTo(max), product(2, smiles, "", 10));
      String row = xray.tokens().stream().map(TokenXray.Token::text).collect(joining());
      assertThat(row).doesNotContain("\uFFFD").contains("😀");
    }
  }

  private static int[] ids(List<TokenXray.Token> tokens) {
    return tokens.stream().mapToInt(TokenXray.Token::id).toArray();
  }
}
