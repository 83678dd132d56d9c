package tunebench.ui.runs;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import javafx.scene.control.TableView;
import tunebench.run.RunComparison;
import tunebench.run.RunRecord;
import tunebench.run.Scores;
import tunebench.run.SettingDifference;
import tunebench.ui.control.Columns;
import tunebench.ui.control.RunWords;
import tunebench.ui.control.SettingWords;
import tunebench.ui.control.Show;

/** Scores of the picked runs and the settings that differ, one run a column. */
final class DifferencesTable extends TableView<List<String>> {
  DifferencesTable() {
    setId("differences");
    setAccessibleText("What differs between the picked runs");
  }

  void show(RunComparison comparison) {
    List<RunRecord> runs = comparison.runs();
    // Few runs share the room that is there; many are scrolled to.
    setColumnResizePolicy(
        runs.size() <= PredictionsPane.MOST_ABREAST
            ? CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN
            : UNCONSTRAINED_RESIZE_POLICY);
    getColumns().clear();
    getColumns()
        .add(Columns.narrow(Columns.text("", 140, (List<String> cells) -> cells.getFirst())));
    for (int i = 0; i < runs.size(); i++) {
      int at = i + 1;
      getColumns()
          .add(
              Columns.text(
                  RunWords.name(runs.get(i).summary()),
                  220,
                  (List<String> cells) -> cells.get(at)));
    }
    getItems().setAll(lines(runs, comparison.differences()));
  }

  private static List<List<String>> lines(
      List<RunRecord> runs, List<SettingDifference> differences) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(line("Status", runs, r -> RunWords.status(r.summary().status())));
    lines.add(line("MAE", runs, r -> score(r, s -> Show.mae(s)) + RunWords.flag(r)));
    lines.add(line("RMSLE", runs, r -> score(r, s -> Show.figure(s.rmsle()))));
    lines.add(line("Hits", runs, r -> score(r, s -> Show.text("%.1f %%", s.hits()))));
    lines.add(line("Products", runs, r -> score(r, s -> Show.count(s.n()))));
    lines.removeIf(l -> l.stream().skip(1).allMatch(cell -> cell.equals("–")));
    for (SettingDifference d : differences) {
      List<String> cells = new ArrayList<>(List.of(SettingWords.name(d.name())));
      d.values().forEach(value -> cells.add(SettingWords.value(d.name(), value)));
      lines.add(cells);
    }
    return lines;
  }

  private static List<String> line(
      String name, List<RunRecord> runs, Function<RunRecord, String> cell) {
    List<String> cells = new ArrayList<>(List.of(name));
    runs.forEach(run -> cells.add(cell.apply(run)));
    return cells;
  }

  private static String score(RunRecord run, Function<Scores, String> show) {
    return run.scores().isEmpty() ? "–" : show.apply(run.scores().getLast());
  }
}
