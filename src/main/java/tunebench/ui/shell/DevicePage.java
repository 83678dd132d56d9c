package tunebench.ui.shell;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Dialog;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import tunebench.ui.control.Dialogs;
import tunebench.ui.control.Ui;

/** What the machine computes on and why, as text that can be copied into a report. */
final class DevicePage {
  private final StatusViewModel model;

  DevicePage(StatusViewModel model) {
    this.model = model;
  }

  void show(Node owner) {
    var dialog = new Dialog<ButtonType>();
    Dialogs.dress(dialog, owner.getScene());
    dialog.setTitle("Device");
    dialog.headerTextProperty().bind(model.deviceProperty());
    Label why = Ui.prose("");
    why.textProperty().bind(model.whyProperty());
    why.setMaxWidth(560);
    var report = new TextArea();
    report.textProperty().bind(model.reportProperty());
    report.setEditable(false);
    report.setPrefSize(560, 260);
    report.getStyleClass().add("mono");
    report.setAccessibleText("Report on the device");
    Button measure =
        Ui.button("Measure", "mdi2s-speedometer", "Times a matrix product", model::measure);
    Button copy = Ui.button("Copy", "mdi2c-content-copy", "Copies the report", this::copy);
    dialog.getDialogPane().setContent(Ui.column(10, why, report, Ui.row(8, measure, copy)));
    dialog.getDialogPane().getButtonTypes().add(ButtonType.CLOSE);
    dialog.show();
  }

  private void copy() {
    var content = new ClipboardContent();
    content.putString(model.reportProperty().get());
    Clipboard.getSystemClipboard().setContent(content);
  }
}
