package tunebench.ui.pane;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Dialog;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;
import tunebench.ui.control.Choice;
import tunebench.ui.control.Dialogs;
import tunebench.ui.control.Notice;
import tunebench.ui.control.Setting;
import tunebench.ui.control.Show;
import tunebench.ui.control.Ui;
import tunebench.ui.work.Desk;

/** Asks what to write and where, shows how far it is, and whether it prices as before. */
public final class ExportDialog {
  private static final double WIDE = 520;

  private final ExportViewModel model;
  private final Desk desk;

  public ExportDialog(ExportViewModel model, Desk desk) {
    this.model = model;
    this.desk = desk;
  }

  /** Opens it over a node's window; the work goes on in the service when it is closed. */
  public void show(Node owner) {
    var dialog = new Dialog<ButtonType>();
    Dialogs.dress(dialog, owner.getScene());
    dialog.setTitle("Export");
    dialog.setHeaderText("Write the model for other programs");
    dialog.getDialogPane().setContent(content());
    dialog.getDialogPane().getButtonTypes().add(ButtonType.CLOSE);
    dialog.show();
  }

  Node content() {
    var formats =
        Choice.box(
            model.formats(), model.formatProperty(), format -> Show.sentence(format.words()));
    formats.setId("export-format");
    var adapters = Choice.box(model.adapters(), model.adapterProperty(), info -> info.name());
    adapters.setPromptText("No adapter yet: train one in lab 4");
    adapters.setId("export-adapter");
    var path = new TextField();
    path.setId("export-path");
    path.textProperty().bindBidirectional(model.outputProperty());
    Ui.named(path, "Where to write", "A folder or a file on the machine of the service");
    Button choose =
        Ui.button(
            "Choose …",
            "mdi2f-folder-open-outline",
            "Where it shall be written",
            () ->
                desk.chooser()
                    .save("Export to", model.proposed(), to -> path.setText(to.toString())));
    Button start = Ui.primary("Export", "mdi2e-export-variant", "Queues the export", model::start);
    start.setId("export-start");
    start.setDefaultButton(true);
    start.disableProperty().bind(model.runningProperty().or(model.missingProperty().isNotEmpty()));
    Button stop =
        Ui.button("Cancel", "mdi2s-stop", "Stops; nothing half-written stays", model::cancel);
    stop.visibleProperty().bind(model.runningProperty());
    Button modelfile =
        Ui.button(
            "Modelfile for Ollama",
            "mdi2f-file-document-outline",
            "Writes a Modelfile beside the GGUF file",
            model::modelfile);
    modelfile.setId("export-modelfile");
    model
        .passedProperty()
        .subscribe(
            done -> {
              modelfile.setVisible(model.forOllama());
              modelfile.setManaged(model.forOllama());
            });
    var bar = new ProgressBar();
    bar.setMaxWidth(Double.MAX_VALUE);
    bar.setAccessibleText("Progress of the export");
    bar.progressProperty().bind(model.progressProperty());
    bar.visibleProperty().bind(model.runningProperty());
    Label stage = Ui.prose("", "text-muted");
    stage.textProperty().bind(model.stageProperty());
    var column =
        new VBox(
            12,
            new Setting(
                "Format",
                formats,
                "PEFT and transformers read folders; llama.cpp and Ollama read GGUF",
                "What is written. Each export that can price is held against what it came from."),
            new Setting(
                "Adapter",
                adapters,
                "",
                "Whose updates are added in; the best checkpoint of a run is taken."),
            new Setting(
                "To",
                Ui.row(8, Ui.wide(path), choose),
                "A new file or folder; on the Hub org/name, or nothing for pricer-DATE",
                "Where it is written."),
            Notice.warning(model.missingProperty()),
            Notice.success(model.passedProperty()),
            Notice.danger(model.failedProperty()),
            stage,
            bar,
            Ui.row(8, start, stop, Ui.spring(), modelfile));
    column.setPrefWidth(WIDE);
    return column;
  }
}
