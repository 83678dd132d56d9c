package tunebench.ui.runs;

import java.util.ArrayList;
import java.util.List;
import tunebench.run.EvaluationRow;
import tunebench.run.SettingDifference;
import tunebench.ui.control.RunWords;

/** Runs side by side as a table of text. */
final class RunsCsv {
  private RunsCsv() {}

  /** One line per product with the guess of each evaluation; for trainings one per setting. */
  static String of(SideBySide side) {
    StringBuilder out = new StringBuilder();
    if (side.rows().isEmpty()) {
      List<String> head = new ArrayList<>(List.of("setting"));
      side.comparison().runs().forEach(run -> head.add(RunWords.name(run.summary())));
      line(out, head);
      for (SettingDifference d : side.comparison().differences()) {
        List<String> cells = new ArrayList<>(List.of(d.name()));
        cells.addAll(d.values());
        line(out, cells);
      }
      return out.toString();
    }
    List<String> head = new ArrayList<>(List.of("line", "title", "category", "truth"));
    head.addAll(side.rows().keySet());
    line(out, head);
    List<EvaluationRow> first = side.rows().values().iterator().next();
    for (EvaluationRow row : first) {
      List<String> cells =
          new ArrayList<>(List.of(row.line() + "", row.title(), row.category(), row.truth() + ""));
      for (List<EvaluationRow> rows : side.rows().values()) {
        cells.add(
            rows.stream()
                .filter(r -> r.line() == row.line())
                .map(r -> r.guess() + "")
                .findFirst()
                .orElse(""));
      }
      line(out, cells);
    }
    return out.toString();
  }

  private static void line(StringBuilder out, List<String> cells) {
    for (int i = 0; i < cells.size(); i++) {
      String cell = cells.get(i);
      boolean quote = cell.matches("(?s).*[\",\r\n].*");
      out.append(i == 0 ? "" : ",").append(quote ? '"' + cell.replace("\"", "\"\"") + '"' : cell);
    }
    out.append("\r\n");
  }
}
