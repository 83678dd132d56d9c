package tunebench.report;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** All charts of a report, drawn light for the folder and both ways for the page. */
final class Charts {
  private static final Map<String, String> MEANING =
      Map.of(
          "footprint", "Bars of the model's memory for each quantization",
          "loss", "Curve of the training loss over the steps",
          "predictions-before", "Predicted against true prices before training",
          "predictions", "Predicted against true prices after training");

  private final Map<String, byte[]> light;
  private final Map<String, byte[]> dark;

  Charts(LabsReport report) {
    light = draw(report, ChartTheme.LIGHT);
    dark = draw(report, ChartTheme.DARK);
  }

  /** The light charts as PNG by their name without ending. */
  Map<String, byte[]> pictures() {
    return light;
  }

  /** The chart inside the page; the browser picks the one that fits its light or dark theme. */
  String figure(String name) {
    return """
    <figure class="%s"><picture>
    <source media="screen and (prefers-color-scheme: dark)" srcset="%s">
    <img src="%s" alt="%s">
    </picture></figure>
    """
        .formatted(
            name.startsWith("predictions") ? "square" : "wide",
            data(dark, name),
            data(light, name),
            MEANING.get(name));
  }

  private static Map<String, byte[]> draw(LabsReport report, ChartTheme theme) {
    Map<String, byte[]> pictures = new LinkedHashMap<>();
    pictures.put(
        "footprint",
        ChartImage.png(
            FootprintChart.of(report, theme), FootprintChart.WIDTH, FootprintChart.height(report)));
    pictures.put(
        "loss", ChartImage.png(LossChart.of(report, theme), LossChart.WIDTH, LossChart.HEIGHT));
    pictures.put(
        "predictions-before",
        ChartImage.png(
            PredictionChart.before(report, theme), PredictionChart.WIDTH, PredictionChart.HEIGHT));
    pictures.put(
        "predictions",
        ChartImage.png(
            PredictionChart.after(report, theme), PredictionChart.WIDTH, PredictionChart.HEIGHT));
    return pictures;
  }

  private static String data(Map<String, byte[]> pictures, String name) {
    byte[] png = pictures.getOrDefault(name, new byte[0]);
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(png);
  }
}
