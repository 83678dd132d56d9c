package tunebench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tunebench.eval.Prediction;

class PairedChangeTest {
  @Test
  void claimsALowerErrorOnlyWhenChanceIsExcluded() {
    assertThat(sentence(new double[] {60, 70, 65}, new double[] {12, 11, 13}))
        .startsWith("Training lowered the mean error by $53.00 (± ")
        .endsWith("over 3 products.");
    assertThat(sentence(new double[] {60, 10}, new double[] {11, 55})).contains("told from chance");
    assertThat(sentence(new double[] {12, 11, 13}, new double[] {60, 70, 65})).contains("raised");
    assertThat(sentence(new double[] {60}, new double[] {10})).contains("over 1 product:");
  }

  @Test
  void productsThatWereNotPricedBeforeAreLeftOut() {
    assertThat(sentence(new double[] {}, new double[] {10})).startsWith("No product");
    List<PricedProduct> products = PricedProduct.pair(guesses(30, 40), guesses(12, 11, 13));
    assertThat(products).hasSize(3);
    assertThat(products.get(2).before()).isNull();
  }

  /** All true prices are 10. */
  private static String sentence(double[] before, double[] after) {
    return PairedChange.sentence(PricedProduct.pair(guesses(before), guesses(after)));
  }

  private static List<Prediction> guesses(double... guesses) {
    List<Prediction> list = new ArrayList<>();
    for (double guess : guesses) {
      list.add(new Prediction(list.size(), "item", 10, guess, "", true, List.of()));
    }
    return list;
  }
}
