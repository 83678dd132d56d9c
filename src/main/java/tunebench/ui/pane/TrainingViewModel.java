package tunebench.ui.pane;

import java.util.List;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleDoubleProperty;
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
import tunebench.ui.control.Show;
import tunebench.ui.pane.StepColumns.Column;
import tunebench.ui.work.Desk;
import tunebench.ui.work.Newest;
import tunebench.ui.work.Pace;
import tunebench.ui.work.Phase;
import tunebench.ui.work.Screen;

/**
 * A training run as it goes, or as it went: curves, the step pointed at, and what can be ordered.
 */
public final class TrainingViewModel {
  /** Curves that grow look alive at this pace; five of them take five frames. */
  private static final long REDRAW_MILLIS = 85;

  private final Desk desk;
  private final Screen screen = new Screen();
  private final Newest newest = new Newest();
  private final BooleanProperty logarithmic = new SimpleBooleanProperty();
  private final BooleanProperty byEpoch = new SimpleBooleanProperty();
  private final DoubleProperty smoothing = new SimpleDoubleProperty(0.9);
  private final ReadOnlyObjectWrapper<TrainingCharts> charts =
      new ReadOnlyObjectWrapper<>(TrainingCharts.NONE);
  private final ReadOnlyObjectWrapper<@Nullable RunRecord> record = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable StepPoint> pointed = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable StepPoint> last = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable JobInfo> job = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyStringWrapper remark = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
  private final TrainingCurves curves = new TrainingCurves();
  private final Pace pace = new Pace(REDRAW_MILLIS);
  private StepColumns steps = new StepColumns();
  private String run = "";
  private boolean dirty;
  private boolean reducing;

  public TrainingViewModel(Desk desk) {
    this.desk = desk;
    desk.feed().listen(this::heard);
    smoothing.subscribe((before, now) -> redraw());
    byEpoch.subscribe((before, now) -> redraw());
  }

  /** Shows a run, with all its steps so far; nothing for "". */
  public void show(String id) {
    run = id;
    steps = new StepColumns();
    charts.set(TrainingCharts.NONE);
    pointed.set(null);
    last.set(null);
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

  /** Asks for the steps behind the last that is known. */
  private void catchUp() {
    StepPoint known = steps.last();
    String asked = run;
    desk.ask(new RunRequest.Steps(asked, known == null ? 0 : known.step(), 0))
        .then(
            reply -> {
              if (reply.run().equals(run)) {
                take(reply.steps());
              }
            })
        .otherwise(problem::set)
        .start();
  }

  private void take(List<StepPoint> found) {
    StepColumns live = steps;
    if (live.size() > 0 && !found.isEmpty() && found.getFirst().step() < first(live)) {
      // Events came before the answer: begin with the answer and put them behind it.
      steps = new StepColumns();
      found.forEach(steps::add);
      catchUp();
    } else {
      found.forEach(steps::add);
    }
    redraw();
  }

  private static double first(StepColumns columns) {
    return columns.snapshot().column(Column.STEP)[0];
  }

  private void heard(Event event) {
    switch (event) {
      case Event.Stepped stepped when stepped.run().equals(run) -> {
        steps.add(stepped.step());
        redraw();
      }
      case Event.Remark said when said.run().equals(run) -> remark.set(said.sentence());
      case Event.RunChanged changed when changed.run().id().equals(run) -> follow(changed.run());
      case Event.Saved saved when saved.run().equals(run) -> reload();
      case Event.JobChanged changed when changed.job().run().equals(run) && !run.isEmpty() ->
          job.set(changed.job());
      case Event.Gap gap when !run.isEmpty() -> missed();
      default -> {}
    }
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

  /** Cuts the curves to size away from the FX thread; at most one such work is under way. */
  private void redraw() {
    dirty = true;
    if (reducing) {
      return;
    }
    reducing = true;
    dirty = false;
    // Here and not with each step: what hears of it costs more than a step may.
    last.set(steps.last());
    var snapshot = steps.snapshot();
    Column axis = axis();
    double weight = smoothing.get();
    String of = run;
    desk.work()
        .call(
            () -> {
              if (desk.work().leaves()) {
                pace.keep();
              }
              return curves.of(snapshot, axis, weight);
            })
        .then(
            drawn -> {
              reducing = false;
              if (of.equals(run)) {
                charts.set(drawn);
              }
              if (dirty) {
                redraw();
              }
            })
        .otherwise(
            why -> {
              reducing = false;
              problem.set(why);
            })
        .start();
  }

  private Column axis() {
    return byEpoch.get() ? Column.EPOCH : Column.STEP;
  }

  /** Points at the step nearest to a place on the axis below. */
  public void point(double x) {
    pointed.set(steps.nearest(x, axis()));
  }

  /** Points at the step so many before or behind the one that is pointed at. */
  public void move(int by) {
    StepPoint at = pointed.get() == null ? steps.last() : pointed.get();
    if (at != null) {
      pointed.set(steps.nearest(at.step() + by, Column.STEP));
    }
  }

  /** Saves, and frees the device. */
  public void pause() {
    order(id -> new JobRequest.Pause(id));
  }

  /** Goes on with a paused job, or with a run that was interrupted. */
  public void resume() {
    Optional<JobInfo> paused = Optional.ofNullable(job.get()).filter(j -> !j.state().ended());
    if (paused.isPresent()) {
      order(id -> new JobRequest.Resume(id));
    } else {
      desk.jobs().submit(new Task.ResumeRun(run), job::set, problem::set);
    }
  }

  /** Ends now and keeps what was learned. */
  public void finish() {
    order(id -> new JobRequest.Finish(id));
  }

  /** Ends now; a checkpoint is saved first. */
  public void cancel() {
    order(id -> new JobRequest.Cancel(id));
  }

  /** Saves a checkpoint and goes on. */
  public void save() {
    order(id -> new JobRequest.Save(id));
  }

  private void order(java.util.function.Function<String, JobRequest<JobDetail>> make) {
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
    StepPoint step = last.get();
    if (known == null) {
      return "";
    }
    String state = tunebench.ui.control.RunWords.status(known.summary().status());
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
    return byEpoch;
  }

  /** Weight of the past in the smoothed curves, from 0 up to 1. */
  public DoubleProperty smoothingProperty() {
    return smoothing;
  }

  ReadOnlyObjectProperty<TrainingCharts> chartsProperty() {
    return charts.getReadOnlyProperty();
  }

  /** The settings that the run used, its checkpoints and its memory. */
  public ReadOnlyObjectProperty<@Nullable RunRecord> recordProperty() {
    return record.getReadOnlyProperty();
  }

  /** The step that is pointed at, or null. */
  public ReadOnlyObjectProperty<@Nullable StepPoint> pointedProperty() {
    return pointed.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<@Nullable StepPoint> lastProperty() {
    return last.getReadOnlyProperty();
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
