package tunebench.eval;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tunebench.BadInputException;

/**
 * What two runs got wrong on the same rows, in the order of the first run.
 *
 * @param first the first run's predictions
 * @param second the second run's, each of the same row
 */
record PairedErrors(List<Prediction> first, List<Prediction> second) {
  /** True prices that a file rounded differently still belong to the same product. */
  private static final double SAME_PRICE = 0.005;

  /** Errors closer than this, in dollars, differ by arithmetic alone: the row is a tie. */
  private static final double TIE = 1e-9;

  /**
   * Pairs predictions by {@link Prediction#row()}.
   *
   * @throws BadInputException if the runs did not price the same rows once each
   */
  static PairedErrors of(String a, List<Prediction> as, String b, List<Prediction> bs) {
    Map<Integer, Prediction> byRow = byRow(b, bs);
    if (byRow(a, as).size() != byRow.size() || as.isEmpty()) {
      throw new BadInputException(
          "%s has %d rows and %s has %d; compare runs on the same rows, at least one."
              .formatted(a, as.size(), b, bs.size()));
    }
    List<Prediction> second = as.stream().map(row -> twin(a, row, b, byRow)).toList();
    return new PairedErrors(List.copyOf(as), second);
  }

  private static Map<Integer, Prediction> byRow(String run, List<Prediction> predictions) {
    Map<Integer, Prediction> byRow = new HashMap<>();
    for (Prediction prediction : predictions) {
      if (byRow.put(prediction.row(), prediction) != null) {
        throw new BadInputException(
            "%s priced row %d twice; compare runs that priced each row once."
                .formatted(run, prediction.row()));
      }
    }
    return byRow;
  }

  private static Prediction twin(
      String a, Prediction row, String b, Map<Integer, Prediction> byRow) {
    Prediction twin = byRow.get(row.row());
    if (twin == null) {
      throw new BadInputException(
          "%s did not price row %d, which %s did; compare runs on the same rows."
              .formatted(b, row.row(), a));
    }
    if (Math.abs(twin.truth() - row.truth()) > SAME_PRICE) {
      throw new BadInputException(
          "The true price of row %d is %s in %s and %s in %s; compare runs on the same rows."
              .formatted(row.row(), row.truth(), a, twin.truth(), b));
    }
    return twin;
  }

  int size() {
    return first.size();
  }

  /**
   * The second's absolute error less the first's, in dollars; below 0 where the second is nearer.
   */
  double[] differences() {
    double[] differences = new double[size()];
    for (int i = 0; i < size(); i++) {
      double difference = second.get(i).error() - first.get(i).error();
      differences[i] = Math.abs(difference) < TIE ? 0 : difference;
    }
    return differences;
  }

  /** (ln(guess + 1) - ln(truth + 1))^2 of each row, as in {@link Metrics#rmsle()}. */
  static double[] squaredLogErrors(List<Prediction> predictions) {
    return predictions.stream().mapToDouble(PairedErrors::squaredLogError).toArray();
  }

  private static double squaredLogError(Prediction p) {
    double error = Math.log1p(Math.max(0, p.guess())) - Math.log1p(p.truth());
    return error * error;
  }
}
