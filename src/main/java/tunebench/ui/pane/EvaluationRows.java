package tunebench.ui.pane;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;
import tunebench.run.EvaluationRow;
import tunebench.ui.control.Mark;
import tunebench.ui.work.Work;

/** An evaluation's rows: all for the charts, and those of the list, ordered and filtered. */
final class EvaluationRows {
  private final Work work;
  private final List<EvaluationRow> rows = new ArrayList<>();
  private final Set<Integer> known = new HashSet<>();
  private final ObservableList<EvaluationRow> listed = FXCollections.observableArrayList();
  private final ReadOnlyObjectWrapper<List<EvaluationRow>> drawn =
      new ReadOnlyObjectWrapper<>(List.of());
  private final ObjectProperty<Order> order = new SimpleObjectProperty<>(Order.WORST);
  private final ObjectProperty<@Nullable Mark> only = new SimpleObjectProperty<>();
  private final ObjectProperty<Set<Integer>> chosen = new SimpleObjectProperty<>(Set.of());
  private boolean refreshing;

  EvaluationRows(Work work) {
    this.work = work;
    order.subscribe((before, now) -> list());
    only.subscribe((before, now) -> list());
    chosen.subscribe((before, now) -> list());
  }

  /** Forgets all rows and what was chosen of them; order and band stay. */
  void clear() {
    rows.clear();
    known.clear();
    chosen.set(Set.of());
    list();
  }

  /** Takes all rows there are so far. */
  void take(List<EvaluationRow> found) {
    found.forEach(this::put);
    list();
  }

  /** Takes one row. Many may come in one frame: they are listed once, after all of them. */
  void add(EvaluationRow row) {
    put(row);
    if (!refreshing) {
      refreshing = true;
      work.front(
          () -> {
            refreshing = false;
            list();
          });
    }
  }

  private void put(EvaluationRow row) {
    if (known.add(row.index())) {
      rows.add(row);
    }
  }

  void list() {
    Mark mark = only.get();
    Set<Integer> picked = chosen.get();
    listed.setAll(
        rows.stream()
            .filter(row -> mark == null || Mark.of(row) == mark)
            .filter(row -> picked.isEmpty() || picked.contains(row.index()))
            .sorted(order.get().by())
            .toList());
    drawn.set(List.copyOf(rows));
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  /** Lists only these rows; all for the empty set. */
  void choose(Set<Integer> indexes) {
    chosen.set(Set.copyOf(indexes));
  }

  ObservableList<EvaluationRow> listed() {
    return listed;
  }

  ReadOnlyObjectProperty<List<EvaluationRow>> drawnProperty() {
    return drawn.getReadOnlyProperty();
  }

  ObjectProperty<Order> orderProperty() {
    return order;
  }

  ObjectProperty<@Nullable Mark> onlyProperty() {
    return only;
  }

  ReadOnlyObjectProperty<Set<Integer>> chosenProperty() {
    return chosen;
  }
}
