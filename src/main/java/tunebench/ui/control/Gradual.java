package tunebench.ui.control;

import java.util.ArrayList;
import java.util.List;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableView;
import javafx.scene.control.TreeTableView;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/**
 * Shows a large part of a screen bit by bit: its panes come empty, and what is in them follows in
 * the next frames, as much in each as can be styled without holding the window up.
 */
final class Gradual {
  /** About what a part weighs whose panes come empty. */
  private static final int EMPTIED = 10;

  private Gradual() {}

  /** Shows a node in a room, alone. */
  static void attach(ObservableList<Node> room, Node node) {
    List<Runnable> then = new ArrayList<>();
    take(node, then);
    room.setAll(node);
    then.forEach(Runnable::run);
  }

  /** Empties what is too large for one frame; {@code then} gets what brings its content back. */
  private static void take(Node node, List<Runnable> then) {
    switch (node) {
      case TableView<?> table -> Unroll.when(table);
      case TreeTableView<?> table -> Unroll.when(table);
      default -> {
        if (Weight.of(node) > Later.MOST) {
          inside(node, then);
        } else {
          tables(node);
        }
      }
    }
  }

  private static void inside(Node node, List<Runnable> then) {
    switch (node) {
      case ScrollPane pane when pane.getContent() != null -> take(pane.getContent(), then);
      case SplitPane pane -> pane.getItems().forEach(item -> take(item, then));
      case TabPane pane ->
          pane.getTabs().stream()
              .filter(tab -> tab.getContent() != null)
              .forEach(tab -> take(tab.getContent(), then));
      case Pane pane when fills(pane) -> {
        var refill = new Refill(pane);
        then.add(refill::begin);
      }
      default -> {}
    }
  }

  private static void tables(Node node) {
    if (node instanceof TableView<?> table) {
      Unroll.when(table);
    } else if (node instanceof TreeTableView<?> table) {
      Unroll.when(table);
    } else if (node instanceof Pane pane) {
      pane.getChildren().forEach(Gradual::tables);
    }
  }

  /** Panes that place their children by nothing but the order and the children's own marks. */
  private static boolean fills(Pane pane) {
    return pane instanceof VBox
        || pane instanceof HBox
        || pane instanceof GridPane
        || pane instanceof FlowPane
        || pane instanceof StackPane;
  }

  /** Brings the children of a pane back, one after the other, unless its owner changed them. */
  private static final class Refill {
    private final ObservableList<Node> room;
    private final List<Node> children;
    private final ListChangeListener<Node> watch = this::changed;
    private int at;
    private boolean mine;
    private boolean over;

    Refill(Pane pane) {
      room = pane.getChildren();
      children = List.copyOf(room);
      room.clear();
      room.addListener(watch);
    }

    void begin() {
      for (Node child : children) {
        int weight = Weight.of(child);
        Later.step(weight > Later.MOST ? EMPTIED : weight, left -> next(child));
      }
      Later.step(0, () -> room.removeListener(watch));
    }

    private void changed(ListChangeListener.Change<? extends Node> change) {
      while (!mine && change.next()) {
        // Who takes out what is shown, or puts all in anew, has no use for the rest.
        over |=
            change.wasRemoved() || change.getAddedSubList().stream().anyMatch(children::contains);
      }
    }

    private int next(Node child) {
      if (over || child.getParent() != null) {
        return 0;
      }
      List<Runnable> then = new ArrayList<>();
      take(child, then);
      mine = true;
      room.add(Math.min(at++, room.size()), child);
      mine = false;
      then.forEach(Runnable::run);
      return Weight.of(child);
    }
  }
}
