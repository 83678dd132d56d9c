package tunebench.ui.pane;

import static java.util.Locale.ROOT;

import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;
import tunebench.protocol.JobInfo;
import tunebench.protocol.JobState;
import tunebench.run.RunRecord;
import tunebench.run.StepPoint;
import tunebench.ui.control.Notice;
import tunebench.ui.control.RunWords;
import tunebench.ui.control.Ui;

/** Where a run stands, what is wrong with it, and the orders that it can be given now. */
final class RunBar extends VBox {
  private final TrainingViewModel model;
  private final FontIcon dot = new FontIcon("mdi2c-circle");
  private final Label name = Ui.label("", "card-title");
  private final Label status = Ui.label("", "text-muted");
  private final ProgressBar progress = new ProgressBar(0);
  private final Button pause;
  private final Button resume;
  private final Button save;
  private final Button finish;
  private final Button cancel;

  RunBar(TrainingViewModel model) {
    this.model = model;
    pause = Ui.button("Pause", "mdi2p-pause", "Saves the run and frees the device", model::pause);
    resume = Ui.button("Resume", "mdi2p-play", "Goes on from the last checkpoint", model::resume);
    save =
        Ui.button(
            "Save", "mdi2c-content-save-outline", "Saves a checkpoint and goes on", model::save);
    finish =
        Ui.button(
            "Stop, keep",
            "mdi2f-flag-checkered",
            "Ends now as if all steps were done",
            model::finish);
    cancel =
        Ui.button("Cancel", "mdi2s-stop", "Ends now; a checkpoint is saved first", model::cancel);
    pause.setId("pause");
    resume.setId("resume");
    finish.setId("finish");
    for (Button button : List.of(pause, resume, save, finish, cancel)) {
      button.getStyleClass().add("small");
      button.setMinWidth(USE_PREF_SIZE);
    }
    progress.setMaxWidth(Double.MAX_VALUE);
    progress.setAccessibleText("Progress of the run");
    progress.getStyleClass().add("run-progress");
    dot.getStyleClass().add("state-dot");
    name.setMinWidth(60);
    var orders = new FlowPane(6, 6, pause, resume, save, finish, cancel);
    orders.setAlignment(Pos.CENTER_RIGHT);
    orders.setPrefWrapLength(340);
    getChildren()
        .add(
            Ui.card(
                Ui.row(8, dot, name, Ui.wide(orders)),
                progress,
                status,
                Notice.danger(model.problemProperty()),
                Notice.warning(model.remarkProperty()),
                reason()));
    model.recordProperty().subscribe(record -> offer());
    model.jobProperty().subscribe(job -> offer());
    model.lastProperty().subscribe(step -> stand());
  }

  /** Why a run failed or was interrupted, in the words of its record. */
  private Notice reason() {
    return Notice.danger(
        Bindings.createStringBinding(
            () -> {
              RunRecord record = model.recordProperty().get();
              return record == null ? "" : record.summary().reason();
            },
            model.recordProperty()));
  }

  /** Only what can be done now is offered: the name has the room that is left. */
  private void offer() {
    JobInfo job = model.jobProperty().get();
    RunRecord record = model.recordProperty().get();
    boolean running = job != null && job.state() == JobState.RUNNING;
    boolean paused = job != null && job.state() == JobState.PAUSED;
    boolean waiting = job != null && job.state() == JobState.QUEUED;
    boolean left =
        record != null
            && record.summary().status().resumable()
            && (job == null || job.state().ended());
    offer(pause, running);
    offer(save, running);
    offer(finish, running);
    offer(cancel, running || paused || waiting);
    offer(resume, paused || left);
    stand();
  }

  private static void offer(Button order, boolean now) {
    order.setDisable(!now);
    order.setVisible(now);
    order.setManaged(now);
  }

  /** Its sign, its name, how far it is. */
  private void stand() {
    RunRecord record = model.recordProperty().get();
    StepPoint step = model.lastProperty().get();
    status.setText(model.status());
    if (record == null) {
      return;
    }
    name.setText(RunWords.name(record.summary()));
    dot.setIconLiteral(RunWords.icon(record.summary().status()));
    dot.getStyleClass().removeIf(style -> style.startsWith("state-") && !style.equals("state-dot"));
    dot.getStyleClass()
        .add("state-" + RunWords.status(record.summary().status()).toLowerCase(ROOT));
    progress.setProgress(step == null ? 0 : (double) step.step() / Math.max(1, step.steps()));
  }
}
