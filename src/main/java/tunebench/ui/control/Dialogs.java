package tunebench.ui.control;

import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBar;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Dialog;

/** Dialogs of the window. */
public final class Dialogs {
  private Dialogs() {}

  /** Gives a dialog the look of the window that it belongs to. */
  public static void dress(Dialog<?> dialog, Scene owner) {
    dialog.initOwner(owner.getWindow());
    dialog.getDialogPane().getStylesheets().setAll(owner.getStylesheets());
    dialog.getDialogPane().setStyle(owner.getRoot().getStyle());
    dialog.getDialogPane().getStyleClass().add("house-dialog");
  }

  /**
   * Asks before something that cannot be undone.
   *
   * @param yes what is done, on the button that does it
   */
  public static void confirm(Node over, String question, String why, String yes, Runnable action) {
    var does = new ButtonType(yes, ButtonBar.ButtonData.OK_DONE);
    var dialog = new Dialog<ButtonType>();
    dress(dialog, over.getScene());
    dialog.setTitle(yes);
    dialog.setHeaderText(question);
    dialog.getDialogPane().setContent(Ui.prose(why));
    dialog.getDialogPane().getButtonTypes().setAll(does, ButtonType.CANCEL);
    // Enter alone must not do it.
    ((Button) dialog.getDialogPane().lookupButton(does)).setDefaultButton(false);
    dialog.setOnHidden(
        event -> {
          if (dialog.getResult() == does) {
            action.run();
          }
        });
    dialog.show();
  }
}
