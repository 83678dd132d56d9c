package tunebench.ui.control;

import java.util.function.IntSupplier;
import javafx.beans.InvalidationListener;
import javafx.beans.Observable;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.geometry.Pos;
import javafx.scene.control.Control;
import javafx.scene.control.TableView;
import javafx.scene.control.TreeTableView;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;

/**
 * Shows a table from its top down over a few frames when it gets its first rows, or other columns:
 * all its cells are made then, and a screenful of them is too much for one frame.
 */
final class Unroll {
  /** The header and a row. */
  private static final double BEGIN = 60;

  private static final double ROW = 27;

  private final Control table;
  private final IntSupplier columns;
  private final InvalidationListener seen = this::seen;
  private boolean rolled;
  private boolean growing;
  private double least;
  private double most;

  private Unroll(Control table, IntSupplier columns) {
    this.table = table;
    this.columns = columns;
    StackPane.setAlignment(table, Pos.TOP_LEFT);
  }

  static void when(TableView<?> table) {
    var unroll = new Unroll(table, table.getVisibleLeafColumns()::size);
    ListChangeListener<Object> rows = change -> unroll.rows(change.getList().size());
    table
        .itemsProperty()
        .subscribe(
            (before, now) -> {
              follow(before, now, rows);
              unroll.rows(now == null ? 0 : now.size());
            });
    follow(null, table.getItems(), rows);
    InvalidationListener columns = list -> unroll.again();
    table.getVisibleLeafColumns().addListener(columns);
    unroll.rows(table.getItems() == null ? 0 : table.getItems().size());
  }

  static void when(TreeTableView<?> table) {
    var unroll = new Unroll(table, table.getVisibleLeafColumns()::size);
    table.rootProperty().subscribe(root -> unroll.rows(root == null ? 0 : 1));
  }

  private static void follow(
      @Nullable ObservableList<?> before,
      @Nullable ObservableList<?> now,
      ListChangeListener<Object> rows) {
    if (before != null) {
      before.removeListener(rows);
    }
    if (now != null) {
      now.addListener(rows);
    }
  }

  private void rows(int count) {
    if (count == 0) {
      rolled = false;
    } else if (!rolled) {
      rolled = true;
      begin();
    }
  }

  private void again() {
    if (rolled) {
      begin();
    }
  }

  private void begin() {
    boolean held = table.maxHeightProperty().isBound() || table.minHeightProperty().isBound();
    if (held || growing || (table.getMaxHeight() >= 0 && table.getMaxHeight() < 10_000)) {
      return;
    }
    growing = true;
    least = table.getMinHeight();
    most = table.getMaxHeight();
    table.setMinHeight(BEGIN);
    table.setMaxHeight(BEGIN);
    next();
  }

  /** What nobody sees yet has no skin, and gets it in a frame that nobody foretells. */
  private void next() {
    if (table.getSkin() != null) {
      Later.step(weight(), this::grow);
    } else {
      table.skinProperty().addListener(seen);
    }
  }

  private void seen(Observable skin) {
    table.skinProperty().removeListener(seen);
    Later.step(weight(), this::grow);
  }

  /** A row is a node, and each of its cells two. */
  private int weight() {
    return 1 + 2 * columns.getAsInt();
  }

  private int grow(int room) {
    // A table that is lower than it may be has all the room that there is for it.
    boolean all = table.getScene() == null || table.getHeight() < table.getMaxHeight() - 1;
    int rows = Math.max(1, room / weight());
    double next = table.getMaxHeight() + rows * ROW;
    if (all || next > table.getScene().getHeight()) {
      growing = false;
      table.setMinHeight(least);
      table.setMaxHeight(most);
      return 0;
    }
    table.setMaxHeight(next);
    next();
    return rows * weight();
  }
}
