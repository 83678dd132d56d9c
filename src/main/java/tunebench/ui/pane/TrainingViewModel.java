package tunebench.ui.pane;

import java.util.Optional;
import java.util.function.Function;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import org.jspecify.annotations.Nullable;
import tunebench.protocol.Event;
import tunebench.protocol.JobInfo;
import tunebench.protocol.JobReply.JobDetail;
import tunebench.protocol.JobRequest;
import tunebench.protocol.RunRequest;
import tunebench.protocol.Task;
import tunebench.run.RunRecord;
import tunebench.run.RunSummary;
import tunebench.run.StepPoint;
import tunebench.ui.control.RunWords;
import tunebench.ui.control.Show;
import tunebench.ui.work.Desk;
import tunebench.ui.work.Newest;
import tunebench.ui.work.Phase;
import tunebench.ui.work.Screen;

/** A training run as it goes, or as it went: its curves, its record, and what can be ordered. */
public final class TrainingViewModel {
  private final Desk desk;
  private final Screen screen = new Screen();
  private final Newest newest = new Newest();
  private final BooleanProperty logarithmic = new SimpleBooleanProperty();
  private final ReadOnlyObjectWrapper<@Nullable RunRecord> record = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable JobInfo> job = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyStringWrapper remark = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
  private final LiveCurves curves;
  private String run = "";

  public TrainingViewModel(Desk desk) {
    this.desk = desk;
    this.curves = new LiveCurves(desk.work(), problem::set);
    desk.feed().listen(this::heard);
  }

  /** Shows a run, with all its steps so far; nothing for "". */
  public void show(String id) {
    run = id;
    curves.clear();
    record.set(null);
    remark.set("");
    problem.set("");
    job.set(desk.jobs().ofRun(id).orElse(null));
    if (id.isEmpty()) {
      newest.drop();
      screen.empty();
      return;
    }
    screen.busy("Opening the run …");
    reload();
  }

  private void heard(Event event) {
    switch (event) {
      case Event.Stepped stepped when stepped.run().equals(run) -> curves.add(stepped.step());
      case Event.Remark said when said.run().equals(run) -> remark.set(said.sentence());
      case Event.RunChanged changed when changed.run().id().equals(run) -> follow(changed.run());
      case Event.Saved saved when saved.run().equals(run) -> reload();
      case Event.JobChanged changed when changed.job().run().equals(run) && !run.isEmpty() ->
          job.set(changed.job());
      case Event.Gap gap when !run.isEmpty() -> missed();
      default -> {}
    }
  }

  private void follow(RunSummary changed) {
    RunRecord known = record.get();
    if (known == null || known.summary().status() != changed.status()) {
      reload();
    }
  }

  /** Reads the record; the newest question wins, so each answer must do for the first too. */
  private void reload() {
    String id = run;
    newest.start(
        desk.ask(new RunRequest.Run(id))
            .then(
                reply -> {
                  record.set(reply.run());
                  if (screen.phase() != Phase.READY) {
                    screen.ready();
                    catchUp();
                  }
                })
            .otherwise(why -> screen.failed(why, () -> show(id))));
  }

  /** Asks for the steps behind the last that is known. */
  private void catchUp() {
    desk.ask(new RunRequest.Steps(run, curves.known(), 0))
        .then(
            reply -> {
              if (reply.run().equals(run) && curves.take(reply.steps())) {
                catchUp();
              }
            })
        .otherwise(problem::set)
        .start();
  }

  /** Events were lost: any of them may have moved the run or its job. */
  private void missed() {
    catchUp();
    reload();
    String asked = run;
    desk.ask(new JobRequest.Jobs())
        .then(
            reply -> {
              if (asked.equals(run)) {
                reply.jobs().stream()
                    .filter(found -> found.run().equals(asked))
                    .findFirst()
                    .ifPresent(job::set);
              }
            })
        .otherwise(problem::set)
        .start();
  }

  /** Points at the step nearest to a place on the axis below. */
  public void point(double x) {
    curves.point(x);
  }

  /** Points at the step so many before or behind the one that is pointed at. */
  public void move(int by) {
    curves.move(by);
  }

  /** Saves, and frees the device. */
  public void pause() {
    order(JobRequest.Pause::new);
  }

  /** Goes on with a paused job, or with a run that was interrupted. */
  public void resume() {
    Optional<JobInfo> paused = Optional.ofNullable(job.get()).filter(j -> !j.state().ended());
    if (paused.isPresent()) {
      order(JobRequest.Resume::new);
    } else {
      desk.jobs().submit(new Task.ResumeRun(run), job::set, problem::set);
    }
  }

  /** Ends now and keeps what was learned. */
  public void finish() {
    order(JobRequest.Finish::new);
  }

  /** Ends now; a checkpoint is saved first. */
  public void cancel() {
    order(JobRequest.Cancel::new);
  }

  /** Saves a checkpoint and goes on. */
  public void save() {
    order(JobRequest.Save::new);
  }

  private void order(Function<String, JobRequest<JobDetail>> make) {
    problem.set("");
    JobInfo now = job.get();
    if (now != null) {
      desk.jobs().order(make.apply(now.id()), problem::set);
    }
  }

  /** Where the run stands, in one line. */
  public String status() {
    RunRecord known = record.get();
    JobInfo now = job.get();
    StepPoint step = lastProperty().get();
    if (known == null) {
      return "";
    }
    String state = RunWords.status(known.summary().status());
    String at = step == null ? "" : Show.text(" · step %,d of %,d", step.step(), step.steps());
    String left =
        now == null || now.state().ended() || Double.isNaN(now.secondsLeft())
            ? ""
            : " · " + Show.seconds(now.secondsLeft()) + " left";
    return state + at + left;
  }

  public Screen screen() {
    return screen;
  }

  public BooleanProperty logarithmicProperty() {
    return logarithmic;
  }

  /** Whether the axis below counts epochs instead of steps. */
  public BooleanProperty byEpochProperty() {
    return curves.byEpochProperty();
  }

  /** Weight of the past in the smoothed curves, from 0 up to 1. */
  public DoubleProperty smoothingProperty() {
    return curves.smoothingProperty();
  }

  ReadOnlyObjectProperty<TrainingCharts> chartsProperty() {
    return curves.chartsProperty();
  }

  /** The settings that the run used, its checkpoints and its memory. */
  public ReadOnlyObjectProperty<@Nullable RunRecord> recordProperty() {
    return record.getReadOnlyProperty();
  }

  /** The step that is pointed at, or null. */
  public ReadOnlyObjectProperty<@Nullable StepPoint> pointedProperty() {
    return curves.pointedProperty();
  }

  public ReadOnlyObjectProperty<@Nullable StepPoint> lastProperty() {
    return curves.lastProperty();
  }

  /** The job that trains the run, or null when none does. */
  public ReadOnlyObjectProperty<@Nullable JobInfo> jobProperty() {
    return job.getReadOnlyProperty();
  }

  /** What the service remarked last. */
  public ReadOnlyStringProperty remarkProperty() {
    return remark.getReadOnlyProperty();
  }

  public ReadOnlyStringProperty problemProperty() {
    return problem.getReadOnlyProperty();
  }
}
