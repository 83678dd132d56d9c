package tunebench.ui.runs;

import java.util.Locale;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;
import tunebench.run.RunSummary;

/** The runs that are listed: those in whose words a text is found. */
final class RunFilter {
  private final FilteredList<RunSummary> listed;
  private final StringProperty search = new SimpleStringProperty("");

  RunFilter(ObservableList<RunSummary> runs) {
    listed = new FilteredList<>(runs);
    search.subscribe(text -> filter());
  }

  private void filter() {
    String text = search.get().strip().toLowerCase(Locale.ROOT);
    listed.setPredicate(
        run -> text.isEmpty() || words(run).toLowerCase(Locale.ROOT).contains(text));
  }

  private static String words(RunSummary run) {
    return String.join(
        " ",
        run.id(),
        run.name(),
        run.model(),
        run.dataset(),
        run.quantization(),
        String.join(" ", run.tags()),
        run.status().name());
  }

  ObservableList<RunSummary> listed() {
    return listed;
  }

  StringProperty searchProperty() {
    return search;
  }
}
