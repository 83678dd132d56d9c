package tunebench.service.work;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import tunebench.BadInputException;
import tunebench.eval.Prediction;
import tunebench.eval.RunTable;
import tunebench.eval.RunTableCsv;
import tunebench.protocol.TrustReply;

/** Chosen products of several evaluations as CSV, there and back; rows are named by their line. */
record RowsFiles(RowsOf source) {

  TrustReply.RowsFile write(List<String> runs, List<Integer> lines) {
    Map<String, List<Prediction>> priced = priced(runs);
    TreeSet<Integer> chosen = new TreeSet<>(lines);
    if (chosen.isEmpty()) {
      priced.values().forEach(rows -> rows.forEach(row -> chosen.add(row.row())));
    }
    RunTable table = RunTable.of(priced, chosen);
    return new TrustReply.RowsFile(RunTableCsv.write(table), table.rows().size());
  }

  TrustReply.RowsChosen read(List<String> runs, String name, String text) {
    RunTable table = RunTableCsv.read(name, text);
    Map<Integer, Prediction> known = new HashMap<>();
    priced(runs).values().forEach(rows -> rows.forEach(row -> known.put(row.row(), row)));
    List<Integer> lines = new ArrayList<>();
    int unknown = 0;
    for (RunTable.Row row : table.rows()) {
      Prediction here = known.get(row.row());
      if (here == null) {
        unknown++;
      } else if (here.truth() != row.truth() || !here.title().equals(row.title())) {
        throw new BadInputException(
            "%s says that line %d is \"%s\" at %s; in these runs it is \"%s\" at %s. It is of other data."
                .formatted(name, row.row(), row.title(), row.truth(), here.title(), here.truth()));
      } else {
        lines.add(row.row());
      }
    }
    return new TrustReply.RowsChosen(
        lines,
        "%d products of %s are chosen%s."
            .formatted(
                lines.size(),
                name,
                unknown == 0
                    ? ""
                    : "; %d others were priced by none of these runs".formatted(unknown)));
  }

  private Map<String, List<Prediction>> priced(List<String> runs) {
    Map<String, List<Prediction>> priced = new LinkedHashMap<>();
    runs.forEach(run -> priced.put(run, source.predictions(source.evaluation(run).id())));
    return priced;
  }
}
