package tunebench.ui.control;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleConsumer;
import javafx.collections.ObservableMap;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableColumnBase;
import javafx.scene.control.TableView;
import javafx.scene.control.TreeTableColumn;
import javafx.scene.control.TreeTableView;
import javafx.scene.layout.Region;

/**
 * How much larger than usual text is. Style sheets follow by themselves; this is for what is sized
 * in pixels because of the text in it, such as columns and charts.
 */
public final class TextScale {
  // Rehearsals make columns on a thread of their own.
  private static final List<WeakReference<DoubleConsumer>> FOLLOWERS = new ArrayList<>();
  private static final double WRAPS = 0.6;
  private static volatile double scale = 1;

  private TextScale() {}

  /** 1 for the usual size of text, 2 for twice as large. */
  public static double now() {
    return scale;
  }

  /** Changes the scale; all that follows is resized. To be called on the FX thread. */
  public static void set(double now) {
    double ratio = now / scale;
    scale = now;
    if (ratio == 1) {
      return;
    }
    List<DoubleConsumer> alive = new ArrayList<>();
    synchronized (FOLLOWERS) {
      FOLLOWERS.removeIf(follower -> follower.get() == null);
      for (WeakReference<DoubleConsumer> follower : FOLLOWERS) {
        DoubleConsumer each = follower.get();
        if (each != null) {
          alive.add(each);
        }
      }
    }
    alive.forEach(each -> each.accept(ratio));
  }

  /**
   * Calls a follower with the ratio of the new scale to the old at each change, for as long as
   * there is the node or column whose properties these are.
   */
  public static void follow(ObservableMap<Object, Object> properties, DoubleConsumer follower) {
    properties.put(TextScale.class, follower);
    synchronized (FOLLOWERS) {
      FOLLOWERS.add(new WeakReference<>(follower));
    }
  }

  /** Gives a column a width that follows the size of text, and keeps its bounds in step. */
  public static void size(TableColumnBase<?, ?> column, double width) {
    column.setPrefWidth(width * scale);
    follow(
        column.getProperties(),
        ratio -> {
          boolean fixed = column.getMinWidth() == column.getMaxWidth();
          double next = column.getPrefWidth() * ratio;
          column.setMinWidth(0);
          column.setMaxWidth(fixed ? next : Double.MAX_VALUE);
          column.setPrefWidth(next);
          column.setMinWidth(fixed ? next : 10);
          fit(column);
        });
  }

  /** A table shares its width out anew only when it is told how to, once all columns are sized. */
  private static void fit(TableColumnBase<?, ?> column) {
    if (column instanceof TableColumn<?, ?> own && own.getTableView() != null) {
      TableView<?> table = own.getTableView();
      if (table.getColumns().getLast().equals(column)) {
        var policy = table.getColumnResizePolicy();
        table.setColumnResizePolicy(TableView.UNCONSTRAINED_RESIZE_POLICY);
        table.setColumnResizePolicy(policy);
      }
    } else if (column instanceof TreeTableColumn<?, ?> own && own.getTreeTableView() != null) {
      TreeTableView<?> table = own.getTreeTableView();
      if (table.getColumns().getLast().equals(column)) {
        var policy = table.getColumnResizePolicy();
        table.setColumnResizePolicy(TreeTableView.UNCONSTRAINED_RESIZE_POLICY);
        table.setColumnResizePolicy(policy);
      }
    }
  }

  /**
   * Gives a region of text a least and a preferred width that follow the size of text, though less:
   * text wraps, and what is beside it needs room too.
   */
  public static <R extends Region> R wide(R region, double least, double preferred) {
    DoubleConsumer set =
        ratio -> {
          double damped = 1 + WRAPS * (scale - 1);
          region.setMinWidth(least * damped);
          region.setPrefWidth(preferred * damped);
        };
    set.accept(1);
    follow(region.getProperties(), set);
    return region;
  }

  /** Gives a region a least height that follows the size of text, such as a chart with labels. */
  public static <R extends Region> R tall(R region, double least) {
    DoubleConsumer set = ratio -> region.setMinHeight(least * scale);
    set.accept(1);
    follow(region.getProperties(), set);
    return region;
  }
}
