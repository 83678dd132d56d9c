package tunebench.report;

import java.util.Base64;
import java.util.List;
import org.jfree.chart.JFreeChart;
import tunebench.eval.Metrics;

/** What a lab measured, to be drawn on the journal's page. */
public sealed interface JournalChart {

  /** Memory by format. */
  record Memory(List<Footprint> footprints) implements JournalChart {}

  /** A training run. */
  record Loss(List<LossPoint> curve) implements JournalChart {}

  /** An evaluation. */
  record Prices(List<PricedProduct> products, Metrics metrics) implements JournalChart {}

  /** The chart in both themes, inside the page. */
  default String figure() {
    return """
    <figure class="%s"><picture>
    <source media="screen and (prefers-color-scheme: dark)" srcset="%s">
    <img src="%s" alt="%s">
    </picture></figure>
    """
        .formatted(
            this instanceof Prices ? "square" : "wide",
            data(ChartTheme.DARK),
            data(ChartTheme.LIGHT),
            switch (this) {
              case Memory _ -> "Bars of the model's memory by format";
              case Loss _ -> "Curve of the training loss over the steps";
              case Prices _ -> "Predicted against true prices";
            });
  }

  private String data(ChartTheme theme) {
    byte[] png =
        switch (this) {
          case Memory m ->
              png(
                  FootprintChart.of(m.footprints(), theme),
                  FootprintChart.WIDTH,
                  FootprintChart.height(m.footprints()));
          case Loss l -> png(LossChart.of(l.curve(), theme), LossChart.WIDTH, LossChart.HEIGHT);
          case Prices p ->
              png(
                  PredictionChart.of(
                      "Predicted against true price", p.products(), p.metrics(), theme),
                  PredictionChart.WIDTH,
                  PredictionChart.HEIGHT);
        };
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(png);
  }

  private static byte[] png(JFreeChart chart, int width, int height) {
    return ChartImage.png(chart, width, height);
  }
}
