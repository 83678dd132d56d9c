package tunebench.ui.pane;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;
import tunebench.protocol.RunRequest;
import tunebench.run.EvaluationRow;
import tunebench.run.PairedVerdict;
import tunebench.ui.control.Show;
import tunebench.ui.work.Desk;
import tunebench.ui.work.Newest;

/** Another evaluation beside the one that is shown: its guesses, and which is better. */
final class RunBeside {
  private final Desk desk;
  private final Newest newest = new Newest();
  private final Map<Integer, EvaluationRow> rows = new HashMap<>();
  private final ReadOnlyStringWrapper verdict = new ReadOnlyStringWrapper("");
  private final ReadOnlyBooleanWrapper sure = new ReadOnlyBooleanWrapper();

  RunBeside(Desk desk) {
    this.desk = desk;
  }

  /** Forgets the other run, and what is still being asked about it. */
  void clear() {
    newest.drop();
    rows.clear();
    verdict.set("");
  }

  /**
   * Asks for another run's rows, and whether {@code mine} is better.
   *
   * @param then done when the answer is there
   * @param otherwise told why there is none
   */
  void ask(String other, String mine, Runnable then, Consumer<String> otherwise) {
    newest.start(
        desk.work()
            .call(
                () ->
                    new Found(
                        desk.client()
                            .send(new RunRequest.Compare(List.of(other, mine)))
                            .comparison()
                            .verdicts(),
                        desk.client().send(new RunRequest.Rows(other, "final")).rows()))
            .then(
                found -> {
                  take(found);
                  then.run();
                })
            .otherwise(otherwise));
  }

  private record Found(List<PairedVerdict> verdicts, List<EvaluationRow> rows) {}

  private void take(Found found) {
    rows.clear();
    found.rows().forEach(row -> rows.put(row.index(), row));
    sure.set(found.verdicts().stream().anyMatch(v -> v.sure() && !v.greyed()));
    verdict.set(
        found.verdicts().stream()
            .findFirst()
            .map(v -> Show.text("%s %d fixed, %d broken.", v.verdict(), v.fixed(), v.broken()))
            .orElse("The two evaluations share no products, so they cannot be compared."));
  }

  /** Its guess for the same product, or null. */
  @Nullable EvaluationRow row(EvaluationRow mine) {
    return rows.get(mine.index());
  }

  ReadOnlyStringProperty verdictProperty() {
    return verdict.getReadOnlyProperty();
  }

  ReadOnlyBooleanProperty sureProperty() {
    return sure.getReadOnlyProperty();
  }
}
