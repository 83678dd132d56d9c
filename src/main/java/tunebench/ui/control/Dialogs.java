package tunebench.ui.control;

import javafx.scene.Scene;
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
}
