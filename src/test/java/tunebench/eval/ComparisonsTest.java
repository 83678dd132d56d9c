package tunebench.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import tunebench.BadInputException;

class ComparisonsTest {
  private final SplittableRandom random = new SplittableRandom(21);
  private final double[] truth = random.doubles(250, 1, 999).toArray();

  @Test
  void identicalFilesCannotBeToldInAnyResampling() {
    double[] guess = noisy(truth, 60, random);
    int told = 0;
    for (int trial = 0; trial < 200; trial++) {
      int[] rows = random.ints(truth.length, 0, truth.length).toArray();
      double[] truths = Arrays.stream(rows).mapToDouble(row -> truth[row]).toArray();
      double[] guesses = Arrays.stream(rows).mapToDouble(row -> guess[row]).toArray();
      Comparison same =
          Comparisons.of("a", Rows.of(truths, guesses), "b", Rows.of(truths, guesses));
      told += same.verdict() == Verdict.CANNOT_TELL ? 0 : 1;
    }
    assertThat(told).isZero();
  }

  @Test
  void twoRunsOfTheSameSkillAreSeldomToldApart() {
    int told = 0;
    for (int trial = 0; trial < 200; trial++) {
      Comparison equals =
          Comparisons.of(
              "a",
              Rows.of(truth, noisy(truth, 60, random)),
              "b",
              Rows.of(truth, noisy(truth, 60, random)));
      told += equals.verdict() == Verdict.CANNOT_TELL ? 0 : 1;
    }
    // Five per cent of 200, and three standard deviations of that.
    assertThat(told).isLessThanOrEqualTo(19);
  }

  @Test
  void aClearDifferenceIsToldFromEitherSide() {
    List<Prediction> near = Rows.of(truth, noisy(truth, 20, random));
    List<Prediction> far = Rows.of(truth, noisy(truth, 90, random));
    Comparison better = Comparisons.of("base", far, "tuned", near);
    assertThat(better.verdict()).isEqualTo(Verdict.BETTER);
    assertThat(better.mae().value())
        .isCloseTo(Metrics.of(near).mae() - Metrics.of(far).mae(), Offset.offset(1e-9));
    assertThat(better.rmsle().value())
        .isCloseTo(Metrics.of(near).rmsle() - Metrics.of(far).rmsle(), Offset.offset(1e-9));
    assertThat(better.wins() + better.ties() + better.losses()).isEqualTo(250);
    assertThat(better.wins()).isGreaterThan(better.losses());
    assertThat(better.rowsNeeded()).isNull();
    assertThat(better.sentence())
        .startsWith("tuned is better than base: over the same 250 rows")
        .doesNotContain("Holm");
    Comparison worse = Comparisons.of("tuned", near, "base", far);
    assertThat(worse.verdict()).isEqualTo(Verdict.WORSE);
    assertThat(worse.mae().value()).isEqualTo(-better.mae().value());
    assertThat(worse.wins()).isEqualTo(better.losses());
    assertThat(worse.sentence()).startsWith("base is worse than tuned");
  }

  @Test
  void winsTiesAndLossesCountRows() {
    double[] ten = {10, 10, 10, 10};
    Comparison c =
        Comparisons.of("a", Rows.of(ten, 12, 12, 12, 12), "b", Rows.of(ten, 11, 8, 13, 14));
    assertThat(List.of(c.wins(), c.ties(), c.losses())).containsExactly(1, 1, 2);
    assertThat(c.verdict()).isEqualTo(Verdict.CANNOT_TELL);
    assertThat(c.sentence()).startsWith("Cannot tell b from a with n = 4: ").contains("rows would");
  }

  @Test
  void identicalRunsAskForNoMoreRows() {
    List<Prediction> run = Rows.of(truth, noisy(truth, 60, random));
    Comparison same = Comparisons.of("a", run, "b", run);
    assertThat(same.rowsNeeded()).isNull();
    assertThat(same.sentence()).startsWith("Cannot tell b from a with n = 250: both err");
  }

  /** The promise behind "about N rows would tell": four times out of five they do. */
  @Test
  void theRowsAskedForTellFourTimesOutOfFive() {
    double[] population = new double[4_000];
    Arrays.setAll(population, i -> random.nextGaussian() * 30 - 5);
    // A sample of few rows that happens to have just the population's mean and spread.
    double[] few = random.ints(60, 0, 4_000).mapToDouble(i -> population[i]).toArray();
    double stretch = deviation(population) / deviation(few);
    double middle = mean(few);
    Arrays.setAll(few, i -> (few[i] - middle) * stretch + mean(population));
    long rows = Objects.requireNonNull(RowsNeeded.of(few, 1));
    int told = 0;
    for (int trial = 0; trial < 500; trial++) {
      double[] sample =
          random.ints(rows, 0, population.length).mapToDouble(i -> population[i]).toArray();
      double[] none = new double[sample.length];
      told += new PairedBootstrap(sample, none, none, 1_000).mae(0).p() < 0.05 ? 1 : 0;
    }
    assertThat(told / 500.0).isBetween(0.74, 0.86);
  }

  @Test
  void severalRunsAreCorrectedAndItIsSaid() {
    Map<String, List<Prediction>> runs = new LinkedHashMap<>();
    runs.put("base", Rows.of(truth, noisy(truth, 90, random)));
    runs.put("first", Rows.of(truth, noisy(truth, 30, random)));
    runs.put("second", Rows.of(truth, noisy(truth, 30, random)));
    Comparisons all = Comparisons.of(runs);
    assertThat(all.pairs())
        .extracting(c -> c.first() + " " + c.second())
        .containsExactly("base first", "base second", "first second");
    assertThat(all.pairs())
        .extracting(Comparison::verdict)
        .containsExactly(Verdict.BETTER, Verdict.BETTER, Verdict.CANNOT_TELL);
    assertThat(all.pairs())
        .allSatisfy(
            c -> {
              assertThat(c.holm()).isGreaterThanOrEqualTo(c.mae().p());
              assertThat(c.comparisons()).isEqualTo(3);
              assertThat(c.sentence()).contains("Corrected for 3 comparisons by Holm's method.");
            });
    assertThat(all.sentence())
        .startsWith("Of 3 runs ")
        .contains("better than base")
        .contains("cannot be told from")
        .contains("Holm");
  }

  /**
   * Twenty runs of the same skill are 190 comparisons; uncorrected, some would always be called.
   */
  @Test
  void manyRunsOfTheSameSkillStayUntold() {
    int families = 0;
    for (int trial = 0; trial < 10; trial++) {
      Map<String, List<Prediction>> runs = new LinkedHashMap<>();
      for (int run = 0; run < 6; run++) {
        runs.put("run " + run, Rows.of(truth, noisy(truth, 60, random)));
      }
      boolean told =
          Comparisons.of(runs).pairs().stream().anyMatch(c -> c.verdict() != Verdict.CANNOT_TELL);
      families += told ? 1 : 0;
    }
    assertThat(families).isLessThanOrEqualTo(2);
  }

  @Test
  void aFewHugeErrorsAreNamedAsWhatDecides() {
    double[] flat = new double[200];
    Arrays.fill(flat, 500);
    double[] a = new double[200];
    double[] b = new double[200];
    for (int i = 0; i < 200; i++) {
      boolean huge = i % 10 == 0;
      a[i] = 500 + (huge ? 400 : 20 + random.nextDouble());
      b[i] = 500 + (huge ? 30 : 24 + random.nextDouble());
    }
    Comparison c = Comparisons.of("a", Rows.of(flat, a), "b", Rows.of(flat, b));
    assertThat(c.verdict()).isEqualTo(Verdict.BETTER);
    assertThat(c.sentence()).contains("By ranks b is the farther one");
  }

  @Test
  void rowsAreMatchedByNumberNotByPlace() {
    List<Prediction> run = new ArrayList<>(Rows.of(truth, noisy(truth, 60, random)));
    List<Prediction> reversed = run.reversed();
    assertThat(Comparisons.of("a", run, "b", reversed).ties()).isEqualTo(250);
  }

  @Test
  void runsOfOtherRowsAreRefused() {
    List<Prediction> run = Rows.of(new double[] {1, 2}, 1, 1);
    assertThatThrownBy(() -> Comparisons.of("a", run, "b", run.subList(0, 1)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("a has 2 rows and b has 1");
    assertThatThrownBy(() -> Comparisons.of("a", run, "b", Rows.of(new double[] {1, 3}, 1, 1)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("true price of row 1 is 2.0 in a and 3.0 in b");
    assertThatThrownBy(() -> Comparisons.of("a", run, "b", List.of(run.getFirst(), run.getFirst())))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("twice");
    assertThatThrownBy(() -> Comparisons.of(Map.of("a", run)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("at least two runs");
  }

  private static double[] noisy(double[] truth, double size, RandomGenerator random) {
    return Arrays.stream(truth).map(t -> t + size * random.nextGaussian()).toArray();
  }

  private static double deviation(double[] values) {
    double mean = mean(values);
    return Math.sqrt(Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElse(0));
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }
}
