package tunebench.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TextRidgeTest {
  /** Texts of made-up words, each of which multiplies the price, and some noise. */
  private static final class Shop {
    final List<String> texts = new ArrayList<>();
    final double[] prices;

    Shop(int rows, int wordsPerRow, int vocabulary, long seed) {
      var random = new SplittableRandom(seed);
      prices = new double[rows];
      for (int r = 0; r < rows; r++) {
        StringBuilder text = new StringBuilder();
        double log = 3;
        for (int w = 0; w < wordsPerRow; w++) {
          int word = (int) (vocabulary * Math.pow(random.nextDouble(), 2));
          text.append("word").append(word).append(w % 7 == 0 ? ", " : " ");
          log += (word * 37 % 21 - 10) / 10.0 / Math.sqrt(wordsPerRow);
        }
        texts.add(text.toString());
        prices[r] = Math.exp(log + 0.05 * random.nextDouble());
      }
    }
  }

  @Test
  void beatsTheMedianWhereWordsTellThePrice() {
    var train = new Shop(400, 20, 60, 1);
    var test = new Shop(200, 20, 60, 2);
    double ridge = mae(TextRidge.fit(train.texts, train.prices), test);
    double median = mae(Baselines.median(train.prices), test);
    assertThat(ridge).isLessThan(median / 2);
  }

  @Test
  void equalToADenseSolveOfTheSameWeights() {
    var shop = new Shop(80, 12, 40, 3);
    TextRidge ridge = TextRidge.fit(shop.texts, shop.prices);
    var words = new WordWeights(shop.texts);
    double[][] dense = new double[80][40];
    double[] logs = new double[80];
    for (int r = 0; r < 80; r++) {
      SparseRows.Row row = words.row(shop.texts.get(r));
      int[] columns = row.columns();
      double[] values = row.values();
      for (int i = 0; i < columns.length; i++) {
        dense[r][columns[i]] = values[i];
      }
      logs[r] = Math.log(shop.prices[r] + 1);
    }
    double[] expected = DenseRidge.fit(dense, logs, ridge.lambda());
    for (int r = 0; r < 80; r++) {
      double value = expected[40];
      for (int c = 0; c < 40; c++) {
        value += expected[c] * dense[r][c];
      }
      assertThat(ridge.price(shop.texts.get(r)))
          .isCloseTo(Math.exp(value) - 1, Percentage.withPercentage(1e-7));
    }
  }

  /** Words, weights, fit and score computed apart from everything above. */
  @Test
  void equalToAnIndependentComputation() {
    var train = new Shop(70, 14, 45, 6);
    var test = new Shop(40, 14, 45, 7);
    TextRidge ridge = TextRidge.fit(train.texts, train.prices);
    var naive = new NaiveTextRidge(train.texts, train.prices, ridge.lambda());
    double lowest = Arrays.stream(train.prices).min().orElseThrow();
    double highest = Arrays.stream(train.prices).max().orElseThrow();
    double sum = 0;
    for (int r = 0; r < 40; r++) {
      double price = naive.price(test.texts.get(r));
      sum += Math.abs(Math.clamp(price, lowest, highest) - test.prices[r]);
    }
    assertThat(mae(ridge, test)).isCloseTo(sum / 40, Offset.offset(1e-9));
  }

  @Test
  void theSameRowsGiveTheSamePricesToTheLastDigit() {
    var shop = new Shop(50, 10, 30, 4);
    assertThat(TextRidge.fit(shop.texts, shop.prices).price(shop.texts.get(7)))
        .isEqualTo(TextRidge.fit(shop.texts, shop.prices).price(shop.texts.get(7)));
  }

  @Test
  void aTextWithoutKnownWordsIsPricedInsideTheTrainingRange() {
    TextRidge ridge = TextRidge.fit(List.of("red lamp", "blue lamp"), new double[] {10, 20});
    assertThat(ridge.price("")).isBetween(10.0, 20.0);
    assertThat(ridge.price("?!")).isBetween(10.0, 20.0);
  }

  @Test
  void oneTrainingRowIsEnoughToAnswer() {
    assertThat(TextRidge.fit(List.of("lamp"), new double[] {10}).price("lamp")).isEqualTo(10);
  }

  @Test
  @Timeout(value = 10, unit = TimeUnit.SECONDS)
  void twoThousandRowsTakeSeconds() {
    var shop = new Shop(2_000, 120, 20_000, 5);
    assertThat(TextRidge.fit(shop.texts, shop.prices).lambda()).isPositive();
  }

  private static double mae(PriceBaseline baseline, Shop shop) {
    return Metrics.of(Baselines.predict(baseline, shop.texts, shop.prices)).mae();
  }
}
