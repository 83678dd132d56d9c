package tunebench.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tunebench.eval.BaselineFlag;
import tunebench.eval.Metrics;
import tunebench.report.Footprint;
import tunebench.report.LabsReport;

/** The labs' outcome as lines for a console. */
final class LabsTable {
  private LabsTable() {}

  static List<String> lines(LabsReport report) {
    List<String> lines = new ArrayList<>();
    lines.add("Lab 1: memory of the weights, MB");
    lines.add(
        "  %-12s %9s %9s %9s %9s %9s"
            .formatted("format", "codes", "scales", "plain", "total", "measured"));
    for (Footprint f : report.lab1().footprints()) {
      lines.add(
          "  %-12s %9s %9s %9s %9s %9s"
              .formatted(
                  f.kind(),
                  mega(f.weightBytes()),
                  mega(f.constantBytes()),
                  mega(f.unquantizedBytes()),
                  mega(f.totalBytes()),
                  f.measuredBytes() == null ? "-" : mega(f.measuredBytes())));
    }
    LabsReport.Lab3 lab3 = report.lab3();
    LabsReport.Lab4 lab4 = report.lab4();
    lines.add(
        String.format(
            Locale.ROOT,
            "Labs 3 and 4: %d examples of at most %d tokens (%d cut), %,d of %,d weights trained,"
                + " %d steps in %.0f s, loss %.3f to %.3f",
            lab3.examples(),
            lab3.maxTokens(),
            lab3.truncated(),
            lab3.trainableParameters(),
            lab3.totalParameters(),
            lab4.steps(),
            lab4.seconds(),
            lab4.firstLoss(),
            lab4.lastLoss()));
    lines.add(
        "Labs 2 and 5: mean absolute error on %d held-out products"
            .formatted(report.lab5().metrics().n()));
    lines.add("  %-34s %20s %7s %7s".formatted("", "MAE (95 %)", "RMSLE", "hits"));
    Metrics median = report.baselines().metrics().get("median");
    report
        .lab2()
        .forEach((kind, m) -> lines.add(model("untrained, " + kind + ", generate", m, median)));
    report
        .lab2Expectation()
        .forEach((kind, m) -> lines.add(model("untrained, " + kind + ", mean", m, median)));
    report
        .lab5()
        .untrained()
        .forEach(
            (decoder, m) -> {
              if (!decoder.equals("generate") && !decoder.equals("mean")) {
                lines.add(
                    model(
                        "untrained, " + report.lab5().quantization() + ", " + decoder, m, median));
              }
            });
    report
        .lab5()
        .trained()
        .forEach((decoder, m) -> lines.add(model("tuned, " + decoder, m, median)));
    report.baselines().metrics().forEach((name, m) -> lines.add(row("baseline, " + name, m)));
    Double floor = report.floorMae();
    if (floor != null) {
      lines.add(
          String.format(Locale.ROOT, "  %-34s $%10.2f", "floor: best guesses there are", floor));
    }
    return lines;
  }

  /** A model's row, which says where the model was not worth it. */
  private static String model(String name, Metrics m, @Nullable Metrics median) {
    boolean flagged = median != null && BaselineFlag.sentence(m, median) != null;
    return row(name, m) + (flagged ? "  no better than the median price" : "");
  }

  private static String row(String name, Metrics m) {
    return String.format(
        Locale.ROOT,
        "  %-34s $%10.2f ± %6.2f %7.2f %6.1f%%",
        name,
        m.mae(),
        m.maeCi95().halfWidth(),
        m.rmsle(),
        m.hits());
  }

  private static String mega(long bytes) {
    return String.format(Locale.ROOT, "%.3f", bytes / 1e6);
  }
}
