package tunebench.eval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tunebench.BadInputException;

/**
 * Every two of several runs on the same rows, with p values corrected for how many that are.
 *
 * @param pairs each run with every later one, in the order given
 * @param sentence what they come to, for a person
 */
public record Comparisons(List<Comparison> pairs, String sentence) {
  private static final double LEVEL = 0.05;

  public Comparisons {
    pairs = List.copyOf(pairs);
  }

  /**
   * Compares runs.
   *
   * @param runs name to predictions, in an order that means something (a {@link
   *     java.util.LinkedHashMap}): each run is judged against those before it
   * @throws BadInputException if there are fewer than two, or they did not price the same rows
   */
  public static Comparisons of(Map<String, List<Prediction>> runs) {
    if (runs.size() < 2) {
      throw new BadInputException("A comparison takes at least two runs; give one more.");
    }
    List<String> names = List.copyOf(runs.keySet());
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      for (int j = i + 1; j < names.size(); j++) {
        String first = names.get(i);
        String second = names.get(j);
        pairs.add(
            Pair.of(
                first,
                runs.getOrDefault(first, List.of()),
                second,
                runs.getOrDefault(second, List.of())));
      }
    }
    double[] holm = Holm.correct(pairs.stream().mapToDouble(pair -> pair.mae.p()).toArray());
    List<Comparison> judged = new ArrayList<>();
    for (int i = 0; i < holm.length; i++) {
      judged.add(pairs.get(i).judged(holm[i], holm.length));
    }
    return new Comparisons(judged, ComparisonWords.summary(runs, judged));
  }

  /** The second run against the first. */
  public static Comparison of(
      String first, List<Prediction> firsts, String second, List<Prediction> seconds) {
    Pair pair = Pair.of(first, firsts, second, seconds);
    return pair.judged(pair.mae.p(), 1);
  }

  /** Two runs before the correction. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Pair(
      String first,
      String second,
      double[] differences,
      PairedDifference mae,
      PairedDifference rmsle) {

    static Pair of(String first, List<Prediction> firsts, String second, List<Prediction> seconds) {
      PairedErrors errors = PairedErrors.of(first, firsts, second, seconds);
      double[] differences = errors.differences();
      double[] firstSquares = PairedErrors.squaredLogErrors(errors.first());
      double[] secondSquares = PairedErrors.squaredLogErrors(errors.second());
      var bootstrap = new PairedBootstrap(differences, firstSquares, secondSquares);
      return new Pair(
          first,
          second,
          differences,
          bootstrap.mae(mean(differences)),
          bootstrap.rmsle(Math.sqrt(mean(secondSquares)) - Math.sqrt(mean(firstSquares))));
    }

    Comparison judged(double holm, int comparisons) {
      int wins = (int) Arrays.stream(differences).filter(d -> d < 0).count();
      int losses = (int) Arrays.stream(differences).filter(d -> d > 0).count();
      Verdict verdict =
          holm >= LEVEL ? Verdict.CANNOT_TELL : mae.value() < 0 ? Verdict.BETTER : Verdict.WORSE;
      @Nullable Long needed =
          verdict == Verdict.CANNOT_TELL ? RowsNeeded.of(differences, comparisons) : null;
      var silent =
          new Comparison(
              first,
              second,
              differences.length,
              mae,
              rmsle,
              Wilcoxon.of(differences),
              wins,
              differences.length - wins - losses,
              losses,
              comparisons,
              holm,
              verdict,
              needed,
              "");
      return ComparisonWords.spoken(silent);
    }

    private static double mean(double[] values) {
      return Arrays.stream(values).average().orElse(Double.NaN);
    }
  }
}
