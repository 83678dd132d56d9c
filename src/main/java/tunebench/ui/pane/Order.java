package tunebench.ui.pane;

import java.util.Comparator;
import tunebench.run.EvaluationRow;

/** In which order the rows of an evaluation are listed. */
public enum Order {
  WORST("Worst first", Comparator.comparingDouble(EvaluationRow::error).reversed()),
  NEWEST("As they come", Comparator.comparingInt(EvaluationRow::index).reversed()),
  DEAREST("Dearest first", Comparator.comparingDouble(EvaluationRow::truth).reversed());

  private final String words;

  @SuppressWarnings("ImmutableEnumChecker") // Comparators of methods have no state.
  private final Comparator<EvaluationRow> by;

  Order(String words, Comparator<EvaluationRow> by) {
    this.words = words;
    this.by = by;
  }

  public String words() {
    return words;
  }

  Comparator<EvaluationRow> by() {
    return by;
  }
}
