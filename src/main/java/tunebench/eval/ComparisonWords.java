package tunebench.eval;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Comparisons in plain sentences. */
final class ComparisonWords {
  private static final double LEVEL = 0.05;

  private ComparisonWords() {}

  /** The same comparison with its sentence. */
  static Comparison spoken(Comparison c) {
    return new Comparison(
        c.first(),
        c.second(),
        c.n(),
        c.mae(),
        c.rmsle(),
        c.wilcoxon(),
        c.wins(),
        c.ties(),
        c.losses(),
        c.comparisons(),
        c.holm(),
        c.verdict(),
        c.rowsNeeded(),
        verdict(c) + ranks(c) + correction(c.comparisons()));
  }

  private static String verdict(Comparison c) {
    if (c.verdict() == Verdict.CANNOT_TELL) {
      return Words.of(
          "Cannot tell %s from %s with n = %,d: %s",
          quoted(c.second()), quoted(c.first()), c.n(), why(c));
    }
    boolean better = c.verdict() == Verdict.BETTER;
    String way = better ? "lower" : "higher";
    return Words.of(
        "%s is %s than %s: over the same %,d rows its mean absolute error is $%,.2f %s (95 %%"
            + " interval $%,.2f to $%,.2f %s); it is nearer on %,d rows, farther on %,d, level on"
            + " %,d.",
        quoted(c.second()),
        better ? "better" : "worse",
        quoted(c.first()),
        c.n(),
        Math.abs(c.mae().value()),
        way,
        better ? -c.mae().ci95().hi() : c.mae().ci95().lo(),
        better ? -c.mae().ci95().lo() : c.mae().ci95().hi(),
        way,
        c.wins(),
        c.losses(),
        c.ties());
  }

  /** A name of several words would run into the sentence around it. */
  private static String quoted(String name) {
    return name.matches("[\\w.-]+") ? name : "“" + name + "”";
  }

  private static String why(Comparison c) {
    if (c.ties() == c.n()) {
      return "both err by the same amount on every row, and more such rows would not change that.";
    }
    Long needed = c.rowsNeeded();
    if (needed == null) {
      return c.n() < 2
          ? "a single row says nothing about the spread."
          : "the mean absolute errors are the same.";
    }
    return Words.of(
        "the mean absolute errors differ by $%,.2f (95 %% interval %,.2f to %,.2f); about"
            + " %,d rows would tell.",
        Math.abs(c.mae().value()), c.mae().ci95().lo(), c.mae().ci95().hi(), needed);
  }

  /** What the ranks say where that is not what the mean says. */
  private static String ranks(Comparison c) {
    Wilcoxon test = c.wilcoxon();
    boolean nearer = test.negative() > test.positive();
    if (test.p() >= LEVEL) {
      return c.verdict() == Verdict.CANNOT_TELL
          ? ""
          : Words.of(
              " The ranks alone do not confirm it (Wilcoxon p = %.2g): few rows make the"
                  + " difference.",
              test.p());
    }
    if (c.verdict() == (nearer ? Verdict.BETTER : Verdict.WORSE)) {
      return "";
    }
    return Words.of(
        " By ranks %s is the %s one (Wilcoxon p = %.2g): on most rows, but not where the errors are"
            + " large.",
        c.second(), nearer ? "nearer" : "farther", test.p());
  }

  private static String correction(int comparisons) {
    return comparisons == 1
        ? ""
        : Words.of(" Corrected for %,d comparisons by Holm's method.", comparisons);
  }

  /** The run of the least MAE and how it stands to each of the others. */
  static String summary(Map<String, List<Prediction>> runs, List<Comparison> pairs) {
    if (pairs.size() == 1) {
      return pairs.getFirst().sentence();
    }
    String best =
        runs.keySet().stream().min(Comparator.comparingDouble(run -> mae(runs, run))).orElse("");
    List<String> beaten = new ArrayList<>();
    List<String> level = new ArrayList<>();
    for (Comparison pair : pairs) {
      if (pair.first().equals(best) || pair.second().equals(best)) {
        String other = pair.first().equals(best) ? pair.second() : pair.first();
        (pair.verdict() == Verdict.CANNOT_TELL ? level : beaten).add(quoted(other));
      }
    }
    return Words.of(
        "Of %,d runs %s has the least mean absolute error, $%,.2f;%s%s%s.%s",
        runs.size(),
        quoted(best),
        mae(runs, best),
        beaten.isEmpty() ? "" : " it is better than " + String.join(", ", beaten),
        beaten.isEmpty() || level.isEmpty() ? "" : ";",
        level.isEmpty()
            ? ""
            : Words.of(
                " with n = %,d it cannot be told from %s",
                pairs.getFirst().n(), String.join(", ", level)),
        correction(pairs.size()));
  }

  private static double mae(Map<String, List<Prediction>> runs, String run) {
    return runs.getOrDefault(run, List.of()).stream()
        .mapToDouble(Prediction::error)
        .average()
        .orElse(Double.NaN);
  }
}
