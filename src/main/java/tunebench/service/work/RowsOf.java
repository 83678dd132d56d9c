package tunebench.service.work;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tunebench.BadInputException;
import tunebench.eval.Prediction;
import tunebench.run.EvaluationRow;
import tunebench.run.RunKind;
import tunebench.run.RunRecord;
import tunebench.service.store.RunStore;

/** The final rows of evaluations as the engine's predictions, each named by its line. */
record RowsOf(RunStore store) {
  private static final String SET = "final";

  List<EvaluationRow> rows(String run) {
    return store.rows(run, SET);
  }

  List<Prediction> predictions(String run) {
    return rows(run).stream().map(RowsOf::prediction).toList();
  }

  static Prediction prediction(EvaluationRow row) {
    return new Prediction(
        row.line(), row.title(), row.truth(), row.guess(), row.text(), row.parsed(), List.of());
  }

  /** An evaluation's record. */
  RunRecord evaluation(String run) {
    RunRecord record = store.get(run);
    if (record.summary().kind() != RunKind.EVALUATE) {
      throw new BadInputException(
          "Run \"%s\" priced nothing; choose an evaluation.".formatted(record.summary().name()));
    }
    return record;
  }

  /**
   * The rows that all of these evaluations priced, by run. Empty where they did not price the same
   * data, or share no row.
   */
  Map<String, List<Prediction>> common(List<RunRecord> runs) {
    Map<String, List<Prediction>> all = new LinkedHashMap<>();
    Set<Integer> lines = new HashSet<>();
    boolean first = true;
    for (RunRecord run : runs) {
      if (!run.provenance().datasetHash().equals(runs.getFirst().provenance().datasetHash())) {
        return Map.of();
      }
      List<Prediction> priced = predictions(run.id());
      List<Integer> its = priced.stream().map(Prediction::row).toList();
      if (first) {
        lines.addAll(its);
        first = false;
      } else {
        lines.retainAll(new HashSet<>(its));
      }
      all.put(run.id(), priced);
    }
    if (lines.isEmpty()) {
      return Map.of();
    }
    all.replaceAll(
        (run, rows) ->
            new ArrayList<>(rows.stream().filter(row -> lines.contains(row.row())).toList()));
    return all;
  }
}
