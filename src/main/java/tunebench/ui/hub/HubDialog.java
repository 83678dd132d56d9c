package tunebench.ui.hub;

import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Dialog;
import tunebench.ui.work.Desk;

/** The browser in a window of its own. */
public final class HubDialog {
  private final Desk desk;

  public HubDialog(Desk desk) {
    this.desk = desk;
  }

  /** Opens it over the window that a node is in. */
  public void show(Node over) {
    Scene owner = over.getScene();
    var dialog = new Dialog<ButtonType>();
    dialog.initOwner(owner.getWindow());
    dialog.getDialogPane().getStylesheets().setAll(owner.getStylesheets());
    // The theme keeps dialogs narrow, as for a sentence; this one holds a table.
    dialog
        .getDialogPane()
        .setStyle(owner.getRoot().getStyle() + "-fx-max-width: 1100; -fx-pref-width: 1000;");
    dialog.getDialogPane().getStyleClass().add("house-dialog");
    dialog.setTitle("Models on the Hugging Face Hub");
    dialog.setResizable(true);
    var view = new HubView(new HubViewModel(desk), dialog::close);
    view.setPrefSize(980, 600);
    dialog.getDialogPane().setContent(view);
    dialog.getDialogPane().getButtonTypes().add(ButtonType.CLOSE);
    dialog.show();
  }
}
