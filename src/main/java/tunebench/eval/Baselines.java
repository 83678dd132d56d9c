package tunebench.eval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tunebench.BadInputException;

/** The simplest baselines, and how well any of them does on a list of texts. */
public final class Baselines {
  private Baselines() {}

  /** Always the mean of the training prices, in dollars: the course's constant. */
  public static PriceBaseline mean(double[] trainPrices) {
    double mean = Arrays.stream(required(trainPrices)).average().orElseThrow();
    return text -> mean;
  }

  /**
   * Always the median of the training prices: of all constants the one with the least MAE there.
   */
  public static PriceBaseline median(double[] trainPrices) {
    double[] sorted = Arrays.stream(required(trainPrices)).sorted().toArray();
    int half = sorted.length / 2;
    double median = sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    return text -> median;
  }

  /** What the baseline says about each text, ready for {@link Metrics#of}. */
  public static List<Prediction> predict(
      PriceBaseline baseline, List<String> texts, double[] prices) {
    List<Prediction> predictions = new ArrayList<>();
    for (int row = 0; row < texts.size(); row++) {
      double guess = baseline.price(texts.get(row));
      predictions.add(new Prediction(row, "", prices[row], guess, "", true, List.of()));
    }
    return predictions;
  }

  static double[] required(double[] trainPrices) {
    if (trainPrices.length == 0) {
      throw new BadInputException(
          "There are no training rows for a baseline; put at least one row in the training part.");
    }
    return trainPrices;
  }
}
