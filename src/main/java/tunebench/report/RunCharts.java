package tunebench.report;

import java.util.List;
import tunebench.eval.Metrics;
import tunebench.eval.Prediction;

/** Charts of one run as PNG, drawn light: for pages and trackers elsewhere. */
public final class RunCharts {
  private RunCharts() {}

  /** The loss over the steps. */
  public static byte[] loss(List<LossPoint> curve) {
    return ChartImage.png(LossChart.of(curve, ChartTheme.LIGHT), LossChart.WIDTH, LossChart.HEIGHT);
  }

  /** Predicted against true prices. */
  public static byte[] predictions(String title, List<Prediction> predictions) {
    return ChartImage.png(
        PredictionChart.of(
            title,
            PricedProduct.pair(List.of(), predictions),
            Metrics.of(predictions),
            ChartTheme.LIGHT),
        PredictionChart.WIDTH,
        PredictionChart.HEIGHT);
  }
}
