package tunebench.report;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import tunebench.eval.Metrics;

/**
 * What can be had without a language model, on the same held-out rows.
 *
 * @param mean MAE in dollars of always answering the mean training price
 * @param median MAE of always answering the median training price
 * @param textRidge MAE of ridge regression on the words of the text
 * @param metrics all figures of the three, by these names
 */
public record BaselineScores(
    double mean, double median, double textRidge, Map<String, Metrics> metrics) {

  public BaselineScores {
    metrics = Ordered.copy(metrics);
  }

  public static BaselineScores of(Metrics mean, Metrics median, Metrics textRidge) {
    var metrics = new LinkedHashMap<String, Metrics>();
    metrics.put("mean", mean);
    metrics.put("median", median);
    metrics.put("textRidge", textRidge);
    return new BaselineScores(mean.mae(), median.mae(), textRidge.mae(), metrics);
  }

  /** The baseline with the least MAE. */
  String best() {
    return metrics.entrySet().stream()
        .min(Comparator.comparingDouble(entry -> entry.getValue().mae()))
        .map(Map.Entry::getKey)
        .orElse("");
  }

  /** A baseline's name for people. */
  static String words(String name) {
    return switch (name) {
      case "mean" -> "mean training price";
      case "median" -> "median training price";
      case "textRidge" -> "ridge regression on words";
      default -> name;
    };
  }
}
