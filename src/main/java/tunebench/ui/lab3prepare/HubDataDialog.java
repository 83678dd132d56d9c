package tunebench.ui.lab3prepare;

import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonType;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Dialog;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import tunebench.ui.control.Dialogs;
import tunebench.ui.control.Notice;
import tunebench.ui.control.Setting;
import tunebench.ui.control.Ui;
import tunebench.ui.work.Desk;

/** Asks for a dataset of the Hub by name and revision, and fetches it. */
final class HubDataDialog {
  private final Desk desk;
  private final Consumer<String> open;

  /** {@code open} reads what was fetched. */
  HubDataDialog(Desk desk, Consumer<String> open) {
    this.desk = desk;
    this.open = open;
  }

  void show(Node over) {
    var dialog = new Dialog<ButtonType>();
    Dialogs.dress(dialog, over.getScene());
    dialog.setTitle("Dataset of the Hugging Face Hub");
    dialog.setHeaderText("A dataset by its name");
    var model =
        new HubDataModel(
            desk,
            name -> {
              dialog.close();
              open.accept(name);
            });
    var name = new ComboBox<>(model.held());
    name.setId("hub-data-name");
    name.setEditable(true);
    name.getEditor().textProperty().bindBidirectional(model.nameProperty());
    name.getEditor().setPromptText("org/name or org/name@revision");
    name.getEditor().setOnAction(event -> model.fetch());
    name.setPrefWidth(420);
    var part = new TextField();
    part.setId("hub-data-part");
    part.textProperty().bindBidirectional(model.partProperty());
    Button fetch =
        Ui.primary(
            "Fetch and read",
            "mdi2d-download",
            "Asks the Hub; nothing is asked before",
            model::fetch);
    fetch.setId("hub-data-fetch");
    fetch.setDefaultButton(true);
    Button stop = Ui.button("Stop", "mdi2s-stop", "What has come is kept", model::cancel);
    stop.disableProperty().bind(model.jobProperty().isEmpty());
    Label state = Ui.label("", "text-muted");
    state.textProperty().bind(model.stateProperty());
    dialog
        .getDialogPane()
        .setContent(
            Ui.column(
                10,
                new Setting(
                    "Dataset",
                    name,
                    "org/name; org/name@revision for one state of it. Those here are listed",
                    "A repository of tables (Parquet, CSV or JSON lines) with texts and prices."),
                new Setting(
                    "Part",
                    part,
                    "Usual: empty, or train",
                    "Which table of several: a split, or how the file's path begins."),
                Ui.row(8, fetch, stop, state),
                Notice.danger(model.problemProperty())));
    dialog.getDialogPane().getButtonTypes().add(ButtonType.CLOSE);
    dialog.show();
  }
}
