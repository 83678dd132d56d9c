package tunebench.ui.control;

import java.util.ArrayList;
import java.util.List;
import javafx.geometry.VPos;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import tunebench.ui.work.Work;

/**
 * Names at the left, what they stand for at the right. Rows are kept and told anew: facts change
 * many times a second, and a new label has to be styled. New rows come over a few frames.
 */
public final class Facts extends GridPane {
  /** Two labels. */
  private static final int ROW = 4;

  private final Work work;
  private final List<Label> names = new ArrayList<>();
  private final List<Label> values = new ArrayList<>();
  private List<Fact> facts = List.of();

  /** A line. */
  public record Fact(String name, String value) {}

  public Facts(Work work) {
    super(10, 2);
    this.work = work;
  }

  /** Shows these instead of those before. */
  public void show(List<Fact> next) {
    facts = List.copyOf(next);
    while (names.size() > facts.size()) {
      getChildren().removeAll(names.removeLast(), values.removeLast());
    }
    for (int i = 0; i < facts.size(); i++) {
      if (i < names.size()) {
        names.get(i).setText(facts.get(i).name());
        values.get(i).setText(facts.get(i).value());
      } else if (work.leaves()) {
        int row = i;
        Later.step(ROW, () -> add(row));
      } else {
        add(i);
      }
    }
  }

  /** What is shown may have changed since this row was to be added, or another added it. */
  private void add(int row) {
    if (row != names.size() || row >= facts.size()) {
      return;
    }
    Label name = Ui.prose(facts.get(row).name(), "fact-name");
    Label value = Ui.prose(facts.get(row).value(), "fact-value");
    GridPane.setValignment(name, VPos.TOP);
    names.add(name);
    values.add(value);
    addRow(row, name, value);
  }
}
