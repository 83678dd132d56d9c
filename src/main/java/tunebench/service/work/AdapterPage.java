package tunebench.service.work;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tunebench.eval.Prediction;
import tunebench.hub.HubCache;
import tunebench.hub.ModelCard;
import tunebench.report.LossPoint;
import tunebench.report.RunCharts;
import tunebench.run.EvaluationRow;
import tunebench.run.RunRecord;
import tunebench.run.Scores;
import tunebench.run.StepPoint;

/** Writes the page of a run's adapter, with its charts, into a folder. */
record AdapterPage(Engine engine, RunRecord run) {

  /**
   * Writes.
   *
   * @param progress such as {@code Training in progress, step 100}
   */
  void write(Path folder, String name, String progress) throws IOException {
    Files.createDirectories(folder.resolve("charts"));
    Map<String, String> charts = new LinkedHashMap<>();
    List<LossPoint> curve = curve(engine.store().steps(run.id(), 0, 0));
    if (!curve.isEmpty()) {
      Files.write(folder.resolve("charts/loss.png"), RunCharts.loss(curve));
      charts.put("Training loss", "charts/loss.png");
    }
    List<ModelCard.Figures> figures = new ArrayList<>();
    for (Scores s : run.scores()) {
      figures.add(
          new ModelCard.Figures(
              s.set(), s.n(), s.mae(), s.maeLow(), s.maeHigh(), s.rmsle(), s.hits()));
    }
    if (!run.scores().isEmpty()) {
      String set = run.scores().getLast().set();
      List<Prediction> rows = predictions(engine.store().rows(run.id(), set));
      if (!rows.isEmpty()) {
        Files.write(
            folder.resolve("charts/predictions.png"),
            RunCharts.predictions("Predicted against true price, " + set, rows));
        charts.put("Predicted against true prices", "charts/predictions.png");
      }
    }
    Map<String, String> settings = new TreeMap<>(run.settings());
    // Paths and trackers say something of a machine, and nothing of the adapter.
    settings.keySet().removeIf(k -> k.startsWith("tracking.") || k.equals("model.folder"));
    String card = new ModelCard(name, base(), progress, settings, figures, charts).markdown();
    Files.writeString(folder.resolve("README.md"), card);
  }

  private String base() {
    var train = run.train();
    String model = run.summary().model();
    return train == null ? model : HubCache.nameOf(Path.of(train.model().folder())).orElse(model);
  }

  static List<LossPoint> curve(List<StepPoint> steps) {
    return steps.stream()
        .map(
            s ->
                new LossPoint(
                    s.step(), s.loss(), s.priceLoss(), s.learningRate(), s.gradientNorm()))
        .toList();
  }

  static List<Prediction> predictions(List<EvaluationRow> rows) {
    return rows.stream()
        .map(
            r ->
                new Prediction(
                    r.index(), r.title(), r.truth(), r.guess(), r.text(), r.parsed(), List.of()))
        .toList();
  }
}
