package tunebench.service.work;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tunebench.protocol.ModelReply;
import tunebench.run.BaselineScore;
import tunebench.run.EvaluationRow;
import tunebench.run.RunRecord;
import tunebench.run.StepPoint;

/** Why a result is what it is, from the run itself, in plain sentences. */
final class JournalWords {
  /** A guess this near, as a share, counts as right. */
  private static final double RIGHT = 0.05;

  private static final int FEWEST_OF_A_KIND = 5;

  private JournalWords() {}

  /**
   * A figure in its unit, such as {@code $40.04}, {@code 5.591 GB}, {@code 4.10 MB} or {@code 120
   * steps}.
   */
  static String amount(double value, String unit) {
    return switch (unit) {
      case "dollars" -> text("$%,.2f", value);
      case "GB" ->
          value >= 1
              ? text("%,.3f GB", value)
              : text(value < 0.1 ? "%.2f MB" : "%.0f MB", value * 1000);
      default -> text("%,.0f %s", value, unit);
    };
  }

  /**
   * How near a guess came.
   *
   * @param how the figure was found, such as {@code measured}
   */
  static String verdict(double guess, double measured, String unit, String how) {
    if (Double.isNaN(guess)) {
      return "Skipped; %s %s.".formatted(how, amount(measured, unit));
    }
    String both = "Guessed %s, %s %s: ".formatted(amount(guess, unit), how, amount(measured, unit));
    double share = guess / measured;
    if (Math.abs(share - 1) <= RIGHT) {
      return both + "right to within 5 %.";
    }
    return both
        + (share > 1
            ? share > 2
                ? text("%.1f times too high.", share)
                : text("%.0f %% too high.", 100 * (share - 1))
            : guess > 0 && share < 0.5
                ? text("%.1f times too low.", 1 / share)
                : text("%.0f %% too low.", 100 * (1 - share)));
  }

  /** Where the bytes of the weights are. */
  static String weights(ModelReply.Footprint f, String format) {
    double total = f.totalBytes();
    return text(
        "%.0f %% of it are the codes of the %s weights, %.0f %% their scales, and %.0f %% what"
            + " stays in 16 bits: embedding, output layer and norms.",
        100 * f.weightBytes() / total,
        format,
        100 * f.constantBytes() / total,
        100 * f.unquantizedBytes() / total);
  }

  /** The two largest parts of a memory plan. */
  static String memory(List<ModelReply.MemoryItem> items) {
    long total = items.stream().mapToLong(ModelReply.MemoryItem::bytes).sum();
    return items.stream()
        .sorted(Comparator.comparingLong(ModelReply.MemoryItem::bytes).reversed())
        .limit(2)
        .map(
            item ->
                text(
                    "%.0f %% are the %s (%s)",
                    100.0 * item.bytes() / total, item.name(), item.why()))
        .collect(Collectors.joining("; ", "", "."));
  }

  /** What makes an evaluation's error. */
  static String errors(RunRecord run, List<EvaluationRow> rows) {
    int n = rows.size();
    List<EvaluationRow> worst =
        rows.stream().sorted(Comparator.comparingDouble(EvaluationRow::error).reversed()).toList();
    int tenth = Math.max(1, n / 10);
    double sum = rows.stream().mapToDouble(EvaluationRow::error).sum();
    double head = worst.subList(0, tenth).stream().mapToDouble(EvaluationRow::error).sum();
    long high = rows.stream().filter(row -> row.guess() > row.truth()).count();
    long unread = rows.stream().filter(row -> !row.parsed()).count();
    StringBuilder says = new StringBuilder();
    says.append(
        text(
            "The worst %,d of %,d products make up %.0f %% of the error; %.0f %% of the guesses are"
                + " too high.",
            tenth, n, sum > 0 ? 100 * head / sum : 0, 100.0 * high / n));
    if (unread > 0) {
      says.append(text(" %,d answers could not be read and count as $0.", unread));
    }
    says.append(worstKind(rows));
    for (BaselineScore b : run.baselines()) {
      if (b.name().equals("median")) {
        says.append(text(" Always answering the median price errs by $%,.2f.", b.scores().mae()));
      }
    }
    return says.toString();
  }

  private static String worstKind(List<EvaluationRow> rows) {
    Map<String, List<EvaluationRow>> kinds =
        rows.stream()
            .filter(row -> !row.category().isBlank())
            .collect(
                Collectors.groupingBy(EvaluationRow::category, TreeMap::new, Collectors.toList()));
    return kinds.entrySet().stream()
        .filter(kind -> kind.getValue().size() >= FEWEST_OF_A_KIND)
        .max(Comparator.comparingDouble(kind -> mae(kind.getValue())))
        .map(
            kind ->
                text(
                    " It errs most on %s: $%,.2f over %,d products.",
                    kind.getKey(), mae(kind.getValue()), kind.getValue().size()))
        .orElse("");
  }

  private static double mae(List<EvaluationRow> rows) {
    return rows.stream().mapToDouble(EvaluationRow::error).average().orElse(Double.NaN);
  }

  /** How a run's loss fell. */
  static String fall(HalfFall half, List<StepPoint> steps) {
    StepPoint fastest =
        steps.stream().max(Comparator.comparingDouble(StepPoint::learningRate)).orElseThrow();
    return half.fell()
        ? text(
            "The loss of the price token fell from %.2f to %.2f over %,d steps; half of that was"
                + " done by step %,d. The learning rate was highest at step %,d, and a rate that"
                + " falls afterwards learns ever less.",
            half.first(), half.last(), steps.size(), half.step(), fastest.step())
        : text(
            "The loss of the price token did not fall: %.2f at the start, %.2f after %,d steps.",
            half.first(), half.last(), steps.size());
  }

  @SuppressWarnings("AnnotateFormatMethod") // The annotation is no dependency.
  private static String text(String form, Object... values) {
    return String.format(Locale.ENGLISH, form, values);
  }
}
