package tunebench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tunebench.eval.Metrics;

/** The page's five sections, one for each lab: what was done, a table, a chart. */
final class LabSections {
  private LabSections() {}

  static String html(LabsReport report, Charts charts) {
    return footprints(report, charts)
        + untrained(report, charts)
        + data(report.lab3())
        + training(report.lab4(), charts)
        + trained(report, charts);
  }

  private static String footprints(LabsReport report, Charts charts) {
    List<List<String>> rows = new ArrayList<>();
    for (Footprint f : report.lab1().footprints()) {
      Long measured = f.measuredBytes();
      rows.add(
          List.of(
              f.kind(),
              Units.bytes(f.weightBytes()),
              Units.bytes(f.constantBytes()),
              Units.bytes(f.unquantizedBytes()),
              Units.bytes(f.totalBytes()),
              measured == null ? "–" : Units.bytes(measured)));
    }
    return Html.section(
        "Lab 1",
        "Quantization and memory",
        Html.paragraph(
            "Quantization stores the weights of the linear layers in fewer bits. What stays behind"
                + " are the constants that turn codes back into numbers, and the embedding, output"
                + " layer and norms, which are not quantized."),
        Html.table(
            List.of("Kind", "Weights or codes", "Constants", "Not quantized", "Total", "Measured"),
            rows),
        charts.figure("footprint"));
  }

  private static String untrained(LabsReport report, Charts charts) {
    return Html.section(
        "Lab 2",
        "The model before training",
        Html.paragraph(
            "The model as it came reads a product's text and continues “Price is $”. Its errors are"
                + " the starting point for training."),
        scores(report.lab2()),
        Html.paragraph(
            "The greedy answer hangs on which price leads by a hair. The expectation over all"
                + " prices of 0 to 999 dollars shows how far the formats really are from one"
                + " another:"),
        scores(report.lab2Expectation()),
        Html.note(
            "A hit is off by less than $40 or less than 20 %. An answer without a price counts as"
                + " $0, as in the course, so for a cheap product it may even be a hit; the last"
                + " column says how many there were."),
        charts.figure("predictions-before"));
  }

  /** The figures of several predictors, one a row. */
  private static String scores(Map<String, Metrics> scores) {
    List<List<String>> rows = new ArrayList<>();
    scores.forEach(
        (kind, m) ->
            rows.add(
                List.of(
                    kind,
                    Units.mae(m),
                    Units.number("%.2f", m.rmsle()),
                    Units.percent(m.hits()),
                    Units.share(m.r2()),
                    Units.count(m.n()),
                    Units.count(m.unparsed()))));
    return Html.table(
        List.of("Model", "Mean error (95 %)", "RMSLE", "Hits", "R²", "Products", "No price read"),
        rows);
  }

  private static String data(LabsReport.Lab3 lab) {
    double share = 100.0 * lab.trainableParameters() / lab.totalParameters();
    return Html.section(
        "Lab 3",
        "The data and the adapter",
        Html.paragraph(
            "Products become prompts that end with their price. Training changes only a small"
                + " adapter beside the model's weights."),
        Html.table(
            List.of(
                "Training examples",
                "Held out",
                "Bad rows left out",
                "Longest example",
                "Cut to fit",
                "Weights trained"),
            List.of(
                List.of(
                    Units.count(lab.examples()),
                    Units.count(lab.testExamples()),
                    Units.count(lab.badRows()),
                    Units.number("%,d tokens", lab.maxTokens()),
                    Units.count(lab.truncated()),
                    Units.number("%,d (%.2f %%)", lab.trainableParameters(), share)))));
  }

  private static String training(LabsReport.Lab4 lab, Charts charts) {
    return Html.section(
        "Lab 4",
        "Training",
        Html.paragraph(
            "The loss counts the answer's tokens alone. Most of them are the same for every product"
                + " (“.00”), so the token that carries the price is drawn apart where it was"
                + " kept."),
        Html.table(
            List.of("Steps", "First loss", "Last loss", "Time", "Tokens per second"),
            List.of(
                List.of(
                    Units.count(lab.steps()),
                    Units.number("%.3f", lab.firstLoss()),
                    Units.number("%.3f", lab.lastLoss()),
                    Units.time(lab.seconds()),
                    Units.number("%,.0f", lab.tokensPerSecond())))),
        charts.figure("loss"));
  }

  private static String trained(LabsReport report, Charts charts) {
    LabsReport.Lab5 lab = report.lab5();
    return Html.section(
        "Lab 5",
        "The model after training",
        Html.paragraph(PairedChange.sentence(report.predictions())),
        scores(Map.of(lab.quantization() + " + adapter", lab.metrics())),
        decoders(lab),
        Html.note(
            "One pass gives the model's whole distribution over prices; a decoder takes one price"
                + " from it. The figures above are those of “"
                + lab.decoder()
                + "”."),
        charts.figure("predictions"));
  }

  /** The figures before and after training by every way of taking a price. */
  private static String decoders(LabsReport.Lab5 lab) {
    List<List<String>> rows = new ArrayList<>();
    lab.trained()
        .forEach(
            (decoder, after) -> {
              Metrics before = lab.untrained().get(decoder);
              rows.add(
                  List.of(
                      decoder,
                      before == null ? "–" : Units.mae(before),
                      Units.mae(after),
                      before == null ? "–" : Units.percent(before.hits()),
                      Units.percent(after.hits())));
            });
    return rows.isEmpty()
        ? ""
        : Html.table(
            List.of("Decoder", "Mean error before", "After", "Hits before", "After"), rows);
  }
}
