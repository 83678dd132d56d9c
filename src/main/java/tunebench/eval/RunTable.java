package tunebench.eval;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Chosen rows in several runs side by side.
 *
 * @param runs names, in the order of the guesses
 * @param rows ascending by number
 */
public record RunTable(List<String> runs, List<Row> rows) {

  public RunTable {
    runs = List.copyOf(runs);
    rows = List.copyOf(rows);
  }

  /**
   * One product.
   *
   * @param row as in {@link Prediction#row()}
   * @param truth dollars
   * @param guesses in dollars, one per run; NaN where a run did not price the row
   */
  public record Row(int row, String title, double truth, List<Double> guesses) {
    public Row {
      guesses = List.copyOf(guesses);
    }
  }

  /**
   * The chosen rows in every run; a row that no run priced is left out.
   *
   * @param runs name to predictions, in the order wanted
   */
  public static RunTable of(Map<String, List<Prediction>> runs, Set<Integer> chosen) {
    Map<Integer, Prediction> products = new TreeMap<>();
    List<Map<Integer, Double>> guesses = new ArrayList<>();
    for (List<Prediction> predictions : runs.values()) {
      Map<Integer, Double> ofRun = new HashMap<>();
      for (Prediction prediction : predictions) {
        if (chosen.contains(prediction.row())) {
          products.putIfAbsent(prediction.row(), prediction);
          ofRun.put(prediction.row(), prediction.guess());
        }
      }
      guesses.add(ofRun);
    }
    List<Row> rows = new ArrayList<>();
    for (Prediction product : products.values()) {
      List<Double> cells =
          guesses.stream().map(of -> of.getOrDefault(product.row(), Double.NaN)).toList();
      rows.add(new Row(product.row(), product.title(), product.truth(), cells));
    }
    return new RunTable(List.copyOf(runs.keySet()), rows);
  }
}
