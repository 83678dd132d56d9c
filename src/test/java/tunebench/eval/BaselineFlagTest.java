package tunebench.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BaselineFlagTest {
  private final double[] truth = new SplittableRandom(6).doubles(101, 1, 500).toArray();

  @Test
  void appearsExactlyWhereTheRunIsNoBetterThanTheMedian() {
    List<Prediction> median = Baselines.predict(Baselines.median(truth), titles(), truth);
    Metrics bar = Metrics.of(median);
    assertThat(BaselineFlag.sentence(bar, bar)).contains("No better than always answering");
    for (double skill = 0; skill <= 2; skill += 0.1) {
      double s = skill;
      double[] guess = Arrays.stream(truth).map(t -> 250 + s * (t - 250)).toArray();
      Metrics run = Metrics.of(Rows.of(truth, guess));
      assertThat(BaselineFlag.sentence(run, bar) != null).isEqualTo(run.mae() >= bar.mae());
    }
  }

  @Test
  void withoutTrainingPricesTheRowsOwnMedianIsTheBar() {
    double[] median = new double[truth.length];
    Arrays.fill(median, Arrays.stream(truth).sorted().toArray()[50]);
    assertThat(BaselineFlag.sentence(Rows.of(truth, median))).isNotNull();
    median[0] = truth[0];
    assertThat(BaselineFlag.sentence(Rows.of(truth, median))).isNull();
  }

  private List<String> titles() {
    return Arrays.stream(truth).mapToObj(String::valueOf).toList();
  }
}
