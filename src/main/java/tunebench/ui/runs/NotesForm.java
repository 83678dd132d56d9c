package tunebench.ui.runs;

import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import tunebench.run.Provenance;
import tunebench.run.RunRecord;
import tunebench.ui.control.Dialogs;
import tunebench.ui.control.RunWords;
import tunebench.ui.control.Setting;
import tunebench.ui.control.Show;
import tunebench.ui.control.Ui;

/** Name, tags and notes of the first picked run, and where it came from. */
final class NotesForm extends VBox {
  private final TextField name = new TextField();
  private final TextField tags = new TextField();
  private final TextArea notes = new TextArea();
  private final Label origin = Ui.prose("", "usual");
  private @Nullable RunRecord run;

  NotesForm(RunsViewModel model) {
    super(12);
    getStyleClass().add("panel");
    notes.setPrefRowCount(6);
    notes.setWrapText(true);
    VBox.setVgrow(notes, Priority.ALWAYS);
    notes.setId("notes");
    Button keep =
        Ui.primary(
            "Keep", "mdi2c-content-save-outline", "Keeps name, tags and notes", () -> keep(model));
    keep.setId("keep-notes");
    Button delete =
        Ui.button(
            "Delete the run",
            "mdi2t-trash-can-outline",
            "Removes the run with its files",
            () -> {
              RunRecord gone = run;
              if (gone != null) {
                Dialogs.confirm(
                    this,
                    "Delete “" + RunWords.name(gone.summary()) + "”?",
                    "Its curves, rows, checkpoints and adapter are removed from this machine for"
                        + " good.",
                    "Delete the run",
                    () -> model.delete(gone.summary().id()));
              }
            });
    delete.setId("delete-run");
    delete.getStyleClass().add("danger");
    getChildren()
        .addAll(
            new Setting(
                "Name", name, "Usual: what is new in it", "How the run is called in lists."),
            new Setting("Tags", tags, "Between commas", "Words to find it by."),
            Ui.tall(
                new Setting(
                    "Notes",
                    notes,
                    "Usual: why it was made, what came out",
                    "Anything worth remembering.")),
            Ui.title("Where it came from"),
            origin,
            Ui.row(8, keep, Ui.spring(), delete));
  }

  private void keep(RunsViewModel model) {
    if (run != null) {
      model.describe(run.summary().id(), name.getText(), notes.getText(), tags.getText());
    }
  }

  void show(RunRecord record) {
    run = record;
    name.setText(record.summary().name());
    tags.setText(String.join(", ", record.summary().tags()));
    notes.setText(record.notes());
    Provenance p = record.provenance();
    origin.setText(
        "Model %s (%s) · data %s (%s) · %s · Tunebench %s, Java %s, libtorch %s · %s · folder %s"
            .formatted(
                p.modelName(),
                p.modelHash(),
                p.datasetName(),
                p.datasetHash(),
                Show.device(p.device()),
                p.tunebench(),
                p.java(),
                p.libtorch(),
                p.system(),
                record.folder()));
  }
}
