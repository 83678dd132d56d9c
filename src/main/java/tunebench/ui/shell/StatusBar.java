package tunebench.ui.shell;

import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import org.kordamp.ikonli.javafx.FontIcon;
import tunebench.ui.control.Ui;
import tunebench.ui.work.Desk;

/** Shows the device, its memory, the service, and the running job with its progress. */
final class StatusBar extends HBox {

  StatusBar(StatusViewModel model, Desk desk, Runnable devicePage, Runnable restart) {
    super(10);
    getStyleClass().add("status-bar");
    setAlignment(javafx.geometry.Pos.CENTER_LEFT);

    Button device = Ui.icon("mdi2c-chip", "Device page", devicePage);
    device.setContentDisplay(javafx.scene.control.ContentDisplay.LEFT);
    device.textProperty().bind(model.deviceProperty());
    device.accessibleTextProperty().bind(model.deviceProperty().concat(". Opens the device page"));
    Label memory = Ui.label("");
    memory.setGraphic(new FontIcon("mdi2m-memory"));
    memory.textProperty().bind(model.memoryProperty());

    var dot = new FontIcon("mdi2c-circle-medium");
    Label service = Ui.label("");
    service.setGraphic(dot);
    service.textProperty().bind(model.serviceBinding());
    Button again =
        Ui.button(
            "Start it again",
            "mdi2r-restart",
            "Starts the background service where it has ended; runs go on from their last"
                + " checkpoint",
            restart);
    again.setId("restart-service");
    Runnable light =
        () -> {
          boolean on = desk.feed().connectedProperty().get();
          boolean there = desk.workspace().welcomeProperty().get() != null;
          dot.setIconLiteral(
              !there
                  ? "mdi2d-dots-horizontal-circle-outline"
                  : on ? "mdi2c-check-circle" : "mdi2a-alert-circle");
          dot.getStyleClass().removeAll("dot-on", "dot-off");
          again.setVisible(there && !on);
          again.setManaged(there && !on);
          if (there) {
            dot.getStyleClass().add(on ? "dot-on" : "dot-off");
          }
        };
    desk.feed().connectedProperty().subscribe(on -> light.run());
    desk.workspace().welcomeProperty().subscribe(said -> light.run());

    Label problem = Ui.label("", "danger-text");
    problem.textProperty().bind(model.problemProperty());
    Label job = Ui.label("");
    job.setId("status-job");
    job.textProperty().bind(model.jobBinding());
    var bar = new ProgressBar();
    bar.setPrefWidth(130);
    bar.progressProperty().bind(model.progressBinding());
    bar.setAccessibleText("Progress of the running job");
    Button cancel = Ui.icon("mdi2c-close", "Stop the running job", model::cancelJob);
    desk.jobs()
        .runningProperty()
        .subscribe(
            running -> {
              bar.setVisible(running != null);
              cancel.setVisible(running != null);
              bar.setManaged(running != null);
              cancel.setManaged(running != null);
            });
    getChildren()
        .addAll(
            device,
            Ui.divider(),
            memory,
            Ui.divider(),
            service,
            again,
            Ui.spring(),
            problem,
            job,
            bar,
            cancel);
  }
}
