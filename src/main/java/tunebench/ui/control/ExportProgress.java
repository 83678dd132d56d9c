package tunebench.ui.control;

import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import tunebench.ui.work.Exporter;

/** How far a file is that is being written, with a button to stop; seen only meanwhile. */
public final class ExportProgress extends HBox {
  /**
   * Of an exporter.
   *
   * @param id of the button
   */
  public ExportProgress(Exporter exporter, String id) {
    super(8);
    Label step = Ui.prose("", "text-muted");
    step.textProperty().bind(exporter.stepProperty());
    Button stop =
        Ui.button("Cancel", "mdi2s-stop", "Stops; nothing half-written stays", exporter::cancel);
    stop.setId(id);
    setAlignment(javafx.geometry.Pos.CENTER_LEFT);
    getChildren().addAll(Ui.wide(step), stop);
    visibleProperty().bind(exporter.stepProperty().isNotEmpty());
    managedProperty().bind(visibleProperty());
  }
}
