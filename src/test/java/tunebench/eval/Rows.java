package tunebench.eval;

import java.util.ArrayList;
import java.util.List;

/** Predictions for tests. */
final class Rows {
  private Rows() {}

  /** One prediction per true price, numbered from 0. */
  static List<Prediction> of(double[] truth, double... guess) {
    List<Prediction> list = new ArrayList<>();
    for (int i = 0; i < truth.length; i++) {
      list.add(new Prediction(i, "item " + i, truth[i], guess[i], "", true, List.of()));
    }
    return list;
  }

  /** One prediction with a distribution over these prices. */
  static Prediction believing(int row, double truth, List<PricePoint> points) {
    return new Prediction(row, "item " + row, truth, 0, "", true, points);
  }
}
