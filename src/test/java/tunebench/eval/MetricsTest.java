package tunebench.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import tunebench.BadInputException;

class MetricsTest {
  private static final Offset<Double> TIGHT = Offset.offset(1e-9);

  /** Errors 10, 50, 90, 0: mean 37.5, squares 100 + 2500 + 8100 + 0, sd of the sample 41.129876. */
  @Test
  void fourRowsWorkedOutByHand() {
    Metrics metrics = Metrics.of(predictions(new double[] {20, 100, 100, 60}, 30, 50, 190, 60));
    assertThat(metrics.n()).isEqualTo(4);
    assertThat(metrics.mae()).isCloseTo(37.5, TIGHT);
    assertThat(metrics.mse()).isCloseTo(2675, TIGHT);
    assertThat(metrics.hitCount()).isEqualTo(2);
    assertThat(metrics.hits()).isEqualTo(50);
    assertThat(metrics.maeCi95().halfWidth())
        .isCloseTo(1.96 * 41.129875597 / 2, Offset.offset(1e-6));
    // Prices vary about 70 by 2500 + 900 + 900 + 100 = 4400; residuals are 10700.
    assertThat(metrics.r2()).isCloseTo(1 - 10700.0 / 4400, TIGHT);
  }

  /** ln(3) against ln(1) for guesses of 0 and below. */
  @Test
  void aNegativeGuessIsZeroToTheLogarithmAndCounted() {
    Metrics metrics = Metrics.of(predictions(new double[] {2, 2}, 0, -50));
    assertThat(metrics.rmsle()).isCloseTo(Math.log(3), TIGHT);
    assertThat(metrics.negative()).isEqualTo(1);
    assertThat(metrics.mae()).isCloseTo(27, TIGHT);
    assertThat(metrics.r2()).isNaN();
  }

  @Test
  void anUnparseableAnswerIsCountedNotHidden() {
    Metrics metrics =
        Metrics.of(
            List.of(
                Prediction.read(0, "a", 100, "hm", AnswerParser.COURSE_V1),
                Prediction.read(1, "b", 100, "100", AnswerParser.COURSE_V1)));
    assertThat(metrics.n()).isEqualTo(2);
    assertThat(metrics.unparsed()).isEqualTo(1);
    assertThat(metrics.mae()).isCloseTo(50, TIGHT);
  }

  @Test
  void equalToTheNaiveFormulasOnRandomPrices() {
    var random = new SplittableRandom(7);
    double[] truth = random.doubles(500, 0.5, 999.49).toArray();
    double[] guess = random.doubles(500, -20, 1200).toArray();
    Metrics metrics = Metrics.of(predictions(truth, guess));
    assertThat(metrics.mae()).isCloseTo(NaiveMetrics.mae(truth, guess), TIGHT);
    assertThat(metrics.maeCi95().halfWidth())
        .isCloseTo(NaiveMetrics.halfWidth(truth, guess), TIGHT);
    assertThat(metrics.rmsle()).isCloseTo(NaiveMetrics.rmsle(truth, guess), TIGHT);
    assertThat(metrics.hitCount()).isEqualTo(NaiveMetrics.hits(truth, guess));
    assertThat(metrics.r2()).isCloseTo(NaiveMetrics.r2(truth, guess), TIGHT);
    // With 500 rows the two intervals must nearly agree; resampling wanders by a few per cent.
    assertThat(metrics.maeBootstrap95().halfWidth())
        .isCloseTo(metrics.maeCi95().halfWidth(), Offset.offset(1.0));
  }

  @Test
  void theSamePredictionsGiveTheSameMetricsToTheLastDigit() {
    double[] truth = {5, 80, 300, 12, 999};
    assertThat(Metrics.of(predictions(truth, 9, 70, 500, 12, 20)))
        .isEqualTo(Metrics.of(predictions(truth, 9, 70, 500, 12, 20)));
  }

  @Test
  void oneRowTellsNothingAboutTheSpread() {
    Metrics metrics = Metrics.of(predictions(new double[] {10}, 12));
    assertThat(metrics.mae()).isEqualTo(2);
    assertThat(metrics.maeCi95().lo()).isNaN();
    assertThat(metrics.maeBootstrap95().hi()).isNaN();
  }

  @Test
  void nothingToScoreIsRefused() {
    assertThatThrownBy(() -> Metrics.of(List.of()))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("no predictions");
  }

  private static List<Prediction> predictions(double[] truth, double... guess) {
    List<Prediction> list = new ArrayList<>();
    for (int i = 0; i < truth.length; i++) {
      list.add(new Prediction(i, "item " + i, truth[i], guess[i], "", true, List.of()));
    }
    return list;
  }
}
