package tunebench.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class WilcoxonTest {
  private static final Offset<Double> TIGHT = Offset.offset(1e-12);

  @Test
  void smallSamplesEqualANaiveEnumerationOfAllSigns() {
    var random = new SplittableRandom(1);
    for (int trial = 0; trial < 200; trial++) {
      int n = 1 + trial % 12;
      // Few whole numbers: many ties and some zeros.
      double[] differences = random.ints(n, -4, 6).asDoubleStream().toArray();
      Wilcoxon test = Wilcoxon.of(differences);
      assertThat(test.exact()).isTrue();
      assertThat(test.p()).isCloseTo(naive(differences), TIGHT);
      double[] distinct = random.doubles(n, -1, 1.5).toArray();
      assertThat(Wilcoxon.of(distinct).p()).isCloseTo(naive(distinct), TIGHT);
    }
  }

  @Test
  void ranksOfEqualSizesAreShared() {
    Wilcoxon test = Wilcoxon.of(new double[] {1, -1, 0, 2, 3});
    assertThat(test.n()).isEqualTo(4);
    assertThat(test.positive()).isEqualTo(1.5 + 3 + 4);
    assertThat(test.negative()).isEqualTo(1.5);
  }

  @Test
  void largeSamplesAreCloseToADrawOfManySigns() {
    var random = new SplittableRandom(2);
    for (double shift : new double[] {0.05, 0.2, 0.35}) {
      double[] differences = new double[120];
      Arrays.setAll(differences, i -> Math.rint(10 * (random.nextDouble() - 0.5 + shift)) / 10);
      Wilcoxon test = Wilcoxon.of(differences);
      assertThat(test.exact()).isFalse();
      assertThat(test.p()).isCloseTo(drawn(differences, random), Offset.offset(0.01));
    }
  }

  @Test
  void theTwoWaysMeetWhereOneEnds() {
    var random = new SplittableRandom(4);
    double[] fifty = random.doubles(50, -1, 1.4).toArray();
    double[] fiftyOne = Arrays.copyOf(fifty, 51);
    fiftyOne[50] = 1e-9;
    assertThat(Wilcoxon.of(fifty).exact()).isTrue();
    assertThat(Wilcoxon.of(fiftyOne).exact()).isFalse();
    assertThat(Wilcoxon.of(fiftyOne).p()).isCloseTo(Wilcoxon.of(fifty).p(), Offset.offset(0.005));
  }

  @Test
  void noDifferencesSayNothing() {
    assertThat(Wilcoxon.of(new double[] {0, 0}).p()).isEqualTo(1);
    assertThat(Wilcoxon.of(new double[0]).p()).isEqualTo(1);
  }

  /** Of all signs that the sizes could have had, those with a rank sum as far from the middle. */
  private static double naive(double[] differences) {
    double[] used = Arrays.stream(differences).filter(d -> d != 0).toArray();
    double[] ranks = ranks(used);
    double middle = Arrays.stream(ranks).sum() / 2;
    double seen = sum(ranks, used);
    int asFar = 0;
    for (int signs = 0; signs < 1 << used.length; signs++) {
      double sum = 0;
      for (int i = 0; i < used.length; i++) {
        sum += (signs >> i & 1) == 1 ? ranks[i] : 0;
      }
      asFar += Math.abs(sum - middle) >= Math.abs(seen - middle) - 1e-9 ? 1 : 0;
    }
    return (double) asFar / (1 << used.length);
  }

  private static double drawn(double[] differences, SplittableRandom random) {
    double[] used = Arrays.stream(differences).filter(d -> d != 0).toArray();
    double[] ranks = ranks(used);
    double middle = Arrays.stream(ranks).sum() / 2;
    double seen = sum(ranks, used);
    int asFar = 0;
    for (int trial = 0; trial < 100_000; trial++) {
      double sum = 0;
      for (double rank : ranks) {
        sum += random.nextBoolean() ? rank : 0;
      }
      asFar += Math.abs(sum - middle) >= Math.abs(seen - middle) - 1e-9 ? 1 : 0;
    }
    return asFar / 100_000.0;
  }

  private static double sum(double[] ranks, double[] used) {
    double sum = 0;
    for (int i = 0; i < used.length; i++) {
      sum += used[i] > 0 ? ranks[i] : 0;
    }
    return sum;
  }

  /** By counting: the sizes below, half of the equal ones, and a half. */
  private static double[] ranks(double[] used) {
    double[] ranks = new double[used.length];
    for (int i = 0; i < used.length; i++) {
      for (double other : used) {
        int order = Double.compare(Math.abs(other), Math.abs(used[i]));
        ranks[i] += order < 0 ? 1 : order == 0 ? 0.5 : 0;
      }
      ranks[i] += 0.5;
    }
    return ranks;
  }
}
