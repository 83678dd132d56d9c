package tunebench.token;

import static org.assertj.core.api.Assertions.assertThat;
import static tunebench.token.ShippedTokenizer.SHOP;
import static tunebench.token.ShippedTokenizer.product;
import static tunebench.token.ShippedTokenizer.upTo;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tunebench.data.PriceParser;
import tunebench.data.Product;
import tunebench.data.Risk;
import tunebench.prompt.PriceTemplate;

class RowRisksTest {
  private static final String LONG = "It holds what you put into it, day after day. ".repeat(30);

  @Test
  void aCleanRowHasNoRisk() {
    assertThat(RowRisks.of(upTo(182), PriceParser.COURSE).rank(SHOP)).isEmpty();
  }

  @Test
  void everyKindOfRiskIsFoundAndTheGravestComesFirst() {
    List<Product> rows = new ArrayList<>(SHOP.subList(0, 100));
    rows.add(product(900, "Chest", LONG, 40));
    rows.add(product(901, "Ring", "Gold.", 4_999));
    rows.add(product(902, "—", "n/a", 12));
    rows.add(product(903, "Lamp", "Yours for $25.", 24.99));
    rows.add(product(904, "Chest, only $40", LONG, 40));
    List<RowRisk> ranked = RowRisks.of(upTo(182), PriceParser.COURSE).rank(rows);
    assertThat(ranked).extracting(RowRisk::line).containsExactly(904, 903, 902, 901, 900);
    assertThat(ranked)
        .extracting(RowRisk::risks)
        .containsExactly(
            List.of(Risk.PRICE_IN_PROMPT, Risk.TRUNCATED),
            List.of(Risk.PRICE_IN_PROMPT),
            List.of(Risk.EMPTY_TEXT),
            List.of(Risk.PRICE_OUT_OF_RANGE),
            List.of(Risk.TRUNCATED));
    assertThat(ranked.getFirst().reasons()).hasSize(2);
    assertThat(ranked.get(3).reasons().getFirst()).contains("4999 is not within 0.5 to 999.49");
    assertThat(ranked.getLast().reasons().getFirst()).matches("\\d+ of the \\d+ tokens .*");
  }

  @Test
  void sevenRowsThatWouldBeCutAreExactlyThoseSeven() {
    List<Product> rows = new ArrayList<>(SHOP.subList(0, 500));
    for (int i = 0; i < 7; i++) {
      rows.add(70 * i, product(5_000 + i, "Chest " + i, LONG.substring(100 * i), 40));
    }
    assertThat(RowRisks.of(upTo(182), PriceParser.COURSE).rank(rows))
        .allMatch(row -> row.risks().equals(List.of(Risk.TRUNCATED)))
        .extracting(RowRisk::line)
        .containsExactlyInAnyOrder(5_000, 5_001, 5_002, 5_003, 5_004, 5_005, 5_006);
  }

  @Test
  void whereNoAnswerFitsThatIsTheGravest() {
    RowRisk risk = RowRisks.of(upTo(12), PriceParser.COURSE).risk(SHOP.get(0));
    assertThat(risk.risks()).containsExactly(Risk.NO_ANSWER);
    assertThat(risk.reasons().getFirst()).contains("no answer could be learned");
  }

  /** A price in words that the model never sees is no leak. */
  @Test
  void aPriceBehindTheCutIsNotInThePrompt() {
    Product product = product(2, "Chest", LONG + " Only $40!", 40);
    assertThat(RowRisks.of(upTo(182), PriceParser.COURSE).risk(product).risks())
        .containsExactly(Risk.TRUNCATED);
    assertThat(RowRisks.withoutTokens(PriceTemplate.V1, PriceParser.COURSE).risk(product).risks())
        .containsExactly(Risk.PRICE_IN_PROMPT);
  }
}
