package tunebench.ui.shell;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Dialog;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.TextArea;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import tunebench.ui.control.Dialogs;
import tunebench.ui.control.Notice;
import tunebench.ui.control.Ui;
import tunebench.ui.work.Desk;

/** What the machine computes on and why, as text that can be copied into a report. */
final class DevicePage {
  private final StatusViewModel model;
  private final LibtorchViewModel libtorch;
  private final Desk desk;

  DevicePage(StatusViewModel model, Desk desk) {
    this.model = model;
    this.desk = desk;
    libtorch = new LibtorchViewModel(desk);
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
    report.setWrapText(true);
    report.textProperty().bind(model.reportProperty());
    report.setEditable(false);
    report.setPrefSize(560, 260);
    report.getStyleClass().add("mono");
    report.setAccessibleText("Report on the device");
    Button measure =
        Ui.button("Measure", "mdi2s-speedometer", "Times a matrix product", model::measure);
    Button copy = Ui.button("Copy", "mdi2c-content-copy", "Copies the report", this::copy);
    dialog
        .getDialogPane()
        .setContent(Ui.column(10, why, report, Ui.row(8, measure, copy), libtorch()));
    dialog.getDialogPane().getButtonTypes().add(ButtonType.CLOSE);
    dialog.show();
  }

  /** Which libtorch computes, and how to get another. */
  private Node libtorch() {
    Label state = Ui.prose("");
    state.textProperty().bind(libtorch.stateProperty());
    state.setMaxWidth(560);
    Label offer = Ui.prose("", "usual");
    offer.textProperty().bind(libtorch.offerProperty());
    offer.managedProperty().bind(libtorch.offerProperty().isNotEmpty());
    offer.setMaxWidth(560);
    Button fetch = Ui.button("Fetch it", "mdi2d-download", "Uses the network", libtorch::fetch);
    fetch.setId("fetch-libtorch");
    fetch.visibleProperty().bind(libtorch.offerProperty().isNotEmpty());
    fetch.managedProperty().bind(fetch.visibleProperty());
    fetch.disableProperty().bind(libtorch.fetchingProperty());
    Button stop = Ui.button("Stop", "mdi2s-stop", "What came so far is kept", libtorch::stop);
    stop.visibleProperty().bind(libtorch.fetchingProperty());
    stop.managedProperty().bind(stop.visibleProperty());
    Button folder =
        Ui.button(
            "Use a folder …",
            "mdi2f-folder-open-outline",
            "A folder with another build of libtorch",
            () ->
                desk.chooser()
                    .folder("A folder with libtorch", path -> libtorch.use(path.toString())));
    var bar = new ProgressBar();
    bar.setMaxWidth(Double.MAX_VALUE);
    bar.setAccessibleText("Progress of the download");
    bar.progressProperty().bind(libtorch.progressProperty());
    bar.visibleProperty().bind(libtorch.fetchingProperty());
    return Ui.column(
        8,
        state,
        offer,
        Notice.success(libtorch.doneProperty()),
        Notice.danger(libtorch.problemProperty()),
        Ui.row(8, fetch, stop, folder),
        bar);
  }

  private void copy() {
    var content = new ClipboardContent();
    content.putString(model.reportProperty().get());
    Clipboard.getSystemClipboard().setContent(content);
  }
}
