package tunebench.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import tunebench.BadInputException;

class DecoderContestTest {
  /** Skewed beliefs that are true: of all rules the median must have the least absolute error. */
  private static List<Prediction> skewed() {
    var random = new SplittableRandom(4);
    List<Prediction> rows = new ArrayList<>();
    for (int row = 0; row < 800; row++) {
      double scale = 40 + 80 * random.nextDouble();
      List<PricePoint> points =
          IntStream.range(0, 1_000).mapToObj(k -> new PricePoint(k, Math.exp(-k / scale))).toList();
      double truth = Math.min(999, Math.floor(-scale * Math.log(1 - random.nextDouble())));
      rows.add(Rows.believing(row, truth, points));
    }
    return rows;
  }

  @Test
  void theMedianWinsWhereBeliefsAreSkewedAndTrue() {
    List<Prediction> rows = skewed();
    DecoderContest contest = DecoderContest.of(rows);
    assertThat(contest.ranking())
        .extracting(DecoderContest.Entry::decoder)
        .containsExactlyInAnyOrder("as given", "mode", "top three", "mean", "median")
        .startsWith("median", "mean");
    assertThat(contest.ranking().getFirst().metrics().mae())
        .isCloseTo(Metrics.of(PointRule.MEDIAN.apply(rows)).mae(), Offset.offset(1e-12));
    assertThat(contest.sentence())
        .startsWith("The decoder \"median\" has the least")
        .contains("better than each");
  }

  @Test
  void aWinnerByChanceIsSaidToBeOne() {
    DecoderContest contest = DecoderContest.of(skewed().subList(0, 12));
    assertThat(contest.sentence()).contains("but with n = 12 it cannot be told from");
  }

  @Test
  void aRowWithoutADistributionKeepsItsGuess() {
    List<Prediction> mixed = new ArrayList<>(Rows.of(new double[] {10}, 7));
    mixed.add(Rows.believing(1, 20, List.of(new PricePoint(19, 0.2), new PricePoint(25, 0.1))));
    assertThat(PointRule.MEDIAN.apply(mixed))
        .extracting(Prediction::guess)
        .containsExactly(7.0, 19.0);
    assertThat(PointRule.TOP_THREE.apply(mixed).getLast().guess())
        .isCloseTo(21, Offset.offset(1e-12));
    assertThatThrownBy(() -> DecoderContest.of(Rows.of(new double[] {10}, 7)))
        .isInstanceOf(BadInputException.class);
  }
}
