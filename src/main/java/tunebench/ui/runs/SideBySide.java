package tunebench.ui.runs;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tunebench.run.EvaluationRow;
import tunebench.run.RunComparison;
import tunebench.run.RunRecord;
import tunebench.ui.chart.Curves.Curve;
import tunebench.ui.control.RunWords;

/**
 * Runs side by side, with what is drawn of them. A product is known by its line of the file: its
 * place differs between runs that priced different parts.
 *
 * @param losses one curve per training run
 * @param rows final rows by run, of evaluations alone
 */
public record SideBySide(
    RunComparison comparison, List<Curve> losses, Map<String, List<EvaluationRow>> rows) {

  /** What a run is called. */
  String name(String run) {
    return comparison.runs().stream()
        .map(RunRecord::summary)
        .filter(summary -> summary.id().equals(run))
        .map(RunWords::name)
        .findFirst()
        .orElse(run);
  }

  /** Lines of the products at these places of a run's rows. */
  Set<Integer> lines(String run, Set<Integer> indexes) {
    return of(run).stream()
        .filter(row -> indexes.contains(row.index()))
        .map(EvaluationRow::line)
        .collect(Collectors.toSet());
  }

  /** Places of these products in a run's rows. */
  Set<Integer> indexes(String run, Set<Integer> lines) {
    return of(run).stream()
        .filter(row -> lines.contains(row.line()))
        .map(EvaluationRow::index)
        .collect(Collectors.toSet());
  }

  /** These products by line, whichever of the runs priced them; all for the empty set. */
  List<EvaluationRow> products(Set<Integer> lines) {
    Map<Integer, EvaluationRow> products = new TreeMap<>();
    rows.values().forEach(all -> all.forEach(row -> products.putIfAbsent(row.line(), row)));
    return products.values().stream()
        .filter(row -> lines.isEmpty() || lines.contains(row.line()))
        .toList();
  }

  private List<EvaluationRow> of(String run) {
    return rows.getOrDefault(run, List.of());
  }
}
