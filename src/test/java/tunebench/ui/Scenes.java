package tunebench.ui;

import java.util.Locale;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.TabPane;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeTableView;
import org.jspecify.annotations.Nullable;
import tunebench.ui.fake.FakeService;
import tunebench.ui.shell.Shell;
import tunebench.ui.work.Place;

/** The pictures of the gallery, and what is done before each is taken. */
enum Scenes {
  START_FRESH,
  START,
  LAB1_MEMORY,
  LAB1_LAYER,
  LAB1_TRIALS_EMPTY;

  String file() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  FakeService service() {
    return this == START_FRESH ? FakeService.fresh() : FakeService.used();
  }

  void play(Shell shell, FakeService fake) {
    switch (this) {
      case START_FRESH, START -> {}
      case LAB1_MEMORY -> shell.go(Place.QUANTIZE);
      case LAB1_LAYER -> {
        shell.go(Place.QUANTIZE);
        shell.applyCss();
        shell.layout();
        layer(shell);
      }
      case LAB1_TRIALS_EMPTY -> {
        shell.go(Place.QUANTIZE);
        tab(shell, 2);
      }
    }
  }

  private static void layer(Shell shell) {
    TreeTableView<?> tree = (TreeTableView<?>) find(shell, "#tree");
    TreeItem<?> layers = tree.getRoot().getChildren().get(1);
    layers.getChildren().getFirst().setExpanded(true);
    layers.getChildren().getFirst().getChildren().getFirst().setExpanded(true);
    tree.getSelectionModel().select(5);
  }

  static void press(Shell shell, String id) {
    ((Button) find(shell, id)).fire();
  }

  static void tab(Shell shell, int index) {
    ((TabPane) find(shell, ".sub-tabs")).getSelectionModel().select(index);
  }

  static Node find(Parent parent, String selector) {
    parent.applyCss();
    parent.layout();
    @Nullable Node node = parent.lookup(selector);
    if (node == null) {
      throw new IllegalStateException("There is no " + selector + " on this screen.");
    }
    return node;
  }
}
