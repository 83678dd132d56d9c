package tunebench.ui.shell;

import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Dialog;
import javafx.scene.layout.GridPane;
import tunebench.ui.control.Dialogs;
import tunebench.ui.control.Ui;

/** The keys that the window knows, in a dialog. */
final class KeysPage {
  private static final List<List<String>> KEYS =
      List.of(
          List.of("Ctrl+1 … Ctrl+7", "Start, the five labs, and runs"),
          List.of("Ctrl+8", "The lab journal"),
          List.of("Ctrl+Enter", "Labs 2, 4 and 5: measure, start, evaluate"),
          List.of("Ctrl+B", "Lab 4: show or put away the settings"),
          List.of("Ctrl+Plus, Ctrl+Minus, Ctrl+0", "Larger, smaller, usual text"),
          List.of("Ctrl+Shift+L", "Light or dark"),
          List.of("Tab, Shift+Tab", "Next or previous control"),
          List.of("Space, Enter", "Press the control that has the focus"),
          List.of("Arrow keys", "Move in lists, trees, tables; move a limit on a chart"),
          List.of("Esc", "Close a dialog or a list"),
          List.of("F1", "This page"));

  void show(Node owner) {
    var dialog = new Dialog<ButtonType>();
    Dialogs.dress(dialog, owner.getScene());
    dialog.setTitle("Keys");
    dialog.setHeaderText("Everything can be done with the keyboard");
    var grid = new GridPane(24, 8);
    for (int i = 0; i < KEYS.size(); i++) {
      grid.addRow(i, Ui.label(KEYS.get(i).get(0), "setting-name"), Ui.label(KEYS.get(i).get(1)));
    }
    dialog.getDialogPane().setContent(grid);
    dialog.getDialogPane().getButtonTypes().add(ButtonType.CLOSE);
    dialog.show();
  }
}
