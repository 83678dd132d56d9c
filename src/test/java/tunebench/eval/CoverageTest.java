package tunebench.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class CoverageTest {
  /** True prices drawn from what the model believes, blurred by a factor. */
  private static List<Prediction> rows(double blur) {
    var random = new SplittableRandom(17);
    List<Prediction> rows = new ArrayList<>();
    for (int row = 0; row < 1_500; row++) {
      double middle = 100 + 300 * random.nextDouble();
      double truth = Math.max(0, middle + 20 * blur * random.nextGaussian());
      rows.add(Rows.believing(row, truth, bell(middle, 20)));
    }
    return rows;
  }

  private static List<PricePoint> bell(double middle, double width) {
    return IntStream.range(0, 1_000)
        .mapToObj(
            k -> {
              double z = (k - middle) / width;
              return new PricePoint(k, Math.exp(-z * z / 2));
            })
        .toList();
  }

  @Test
  void anHonestModelKeepsItsPromise() {
    Coverage coverage = Coverage.of(rows(1), 0.8);
    assertThat(coverage.n()).isEqualTo(1_500);
    assertThat(coverage.promised()).isBetween(0.8, 0.84);
    assertThat(coverage.ci95().lo()).isLessThan(coverage.promised());
    assertThat(coverage.ci95().hi()).isGreaterThan(coverage.promised());
    assertThat(coverage.sentence()).contains("that fits");
  }

  @Test
  void aModelThatIsTooSureIsNamed() {
    Coverage coverage = Coverage.of(rows(2), 0.8);
    assertThat(coverage.share()).isLessThan(0.6);
    assertThat(coverage.sentence()).contains("too sure");
    assertThat(Coverage.of(rows(0.4), 0.8).sentence()).contains("less sure than it could be");
  }

  @Test
  void aTruePriceCountsByItsWholeDollar() {
    List<PricePoint> twelve = List.of(new PricePoint(12, 1));
    List<Prediction> rows =
        List.of(
            Rows.believing(0, 12.49, twelve),
            Rows.believing(1, 11.51, twelve),
            Rows.believing(2, 12.51, twelve));
    assertThat(Coverage.of(rows, 0.8).covered()).isEqualTo(2);
  }

  @Test
  void aRowsDistributionSaysWhatAPersonLooksAt() {
    Prediction row = Rows.believing(0, 130.2, bell(120, 20));
    PriceDistribution belief = Objects.requireNonNull(PriceDistribution.of(row.distribution()));
    assertThat(belief.top(3)).extracting(PricePoint::price).containsExactly(120.0, 119.0, 121.0);
    assertThat(belief.mode()).isEqualTo(120);
    assertThat(belief.mean()).isCloseTo(120, Offset.offset(1e-4));
    assertThat(belief.median()).isEqualTo(120);
    // 20 times the normal distribution's 1.2816.
    assertThat(belief.interval(0.8)).isEqualTo(new Interval(94, 146));
    assertThat(Coverage.covers(belief.interval(0.8), row.truth())).isTrue();
    assertThat(belief.mass()).isCloseTo(20 * Math.sqrt(2 * Math.PI), Offset.offset(1e-4));
    assertThat(PriceDistribution.of(Rows.of(new double[] {5}, 5).getFirst().distribution()))
        .isNull();
  }

  @Test
  void rowsWithoutADistributionAreLeftOutAndSaid() {
    List<Prediction> none = Rows.of(new double[] {5}, 5);
    assertThat(Coverage.of(none, 0.8).n()).isZero();
    assertThat(Coverage.of(none, 0.8).share()).isNaN();
    assertThat(Coverage.of(none, 0.8).sentence()).contains("No row has a distribution");
  }

  @Test
  void theReliabilityDiagramOfAnHonestModelIsItsDiagonal() {
    Reliability honest = Reliability.of(rows(1));
    assertThat(honest.points())
        .extracting(Coverage::level)
        .containsExactly(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95);
    assertThat(honest.points())
        .allSatisfy(p -> assertThat(p.share()).isCloseTo(p.promised(), Offset.offset(0.05)));
    assertThat(honest.gap()).isLessThan(0.03);
    Reliability sure = Reliability.of(rows(2));
    assertThat(sure.points()).allSatisfy(p -> assertThat(p.share()).isLessThan(p.promised()));
    assertThat(sure.gap()).isGreaterThan(0.1);
  }
}
