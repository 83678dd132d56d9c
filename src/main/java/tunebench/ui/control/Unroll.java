package tunebench.ui.control;

import javafx.animation.AnimationTimer;
import javafx.beans.InvalidationListener;
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
final class Unroll extends AnimationTimer {
  private static final double BEGIN = 100;
  private static final double STEP = 75;

  private final Control table;
  private boolean rolled;
  private double most;

  private Unroll(Control table) {
    this.table = table;
    StackPane.setAlignment(table, Pos.TOP_LEFT);
  }

  static void when(TableView<?> table) {
    var unroll = new Unroll(table);
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
    var unroll = new Unroll(table);
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
    if (table.maxHeightProperty().isBound()) {
      return;
    }
    if (table.getMaxHeight() < 0 || table.getMaxHeight() > 10_000) {
      most = table.getMaxHeight();
      table.setMaxHeight(BEGIN);
      start();
    }
  }

  @Override
  public void handle(long now) {
    double next = table.getMaxHeight() + STEP;
    boolean all = table.getScene() == null || next > table.getScene().getHeight();
    table.setMaxHeight(all ? most : next);
    if (all) {
      stop();
    }
  }
}
