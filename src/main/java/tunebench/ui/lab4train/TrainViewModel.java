package tunebench.ui.lab4train;

import java.util.List;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import org.jspecify.annotations.Nullable;
import tunebench.protocol.JobInfo;
import tunebench.protocol.ModelReply.MemoryAdvice;
import tunebench.protocol.ModelReply.MemoryPlan;
import tunebench.protocol.ModelRequest;
import tunebench.protocol.Task;
import tunebench.run.RunKind;
import tunebench.run.RunSummary;
import tunebench.run.TrainSpec;
import tunebench.ui.control.SettingWords;
import tunebench.ui.control.Show;
import tunebench.ui.pane.TrainingViewModel;
import tunebench.ui.work.Desk;
import tunebench.ui.work.Newest;

/** Lab 4: the settings of the next run, whether it fits, and the run that is watched. */
public final class TrainViewModel {
  private final Desk desk;
  private final TrainingViewModel training;
  private final Newest newest = new Newest();
  private final BooleanProperty form = new SimpleBooleanProperty(true);
  private final ReadOnlyObjectWrapper<@Nullable MemoryPlan> plan = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyStringWrapper fit = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper unfit = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper missing = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");

  public TrainViewModel(Desk desk) {
    this.desk = desk;
    this.training = new TrainingViewModel(desk);
    desk.draft().specBinding().subscribe(this::weigh);
    watchNewest();
    desk.draft().takenOverProperty().subscribe((before, now) -> form.set(true));
  }

  /** Shows the run that is being trained now, if there is one. */
  private void watchNewest() {
    desk.runs().runs().stream()
        .filter(run -> run.kind() == RunKind.TRAIN)
        .filter(run -> !run.status().ended())
        .map(RunSummary::id)
        .findFirst()
        .ifPresent(this::open);
  }

  private void weigh(@Nullable TrainSpec spec) {
    missing.set(spec == null ? "Choose a model and products on the left first." : "");
    problem.set("");
    if (spec == null) {
      newest.drop();
      plan.set(null);
      fit.set("");
      unfit.set("");
      return;
    }
    newest.start(
        desk.ask(new ModelRequest.PlanMemory(spec)).then(this::show).otherwise(problem::set));
  }

  private void show(MemoryPlan found) {
    plan.set(found);
    String figures =
        Show.text(
            "%s of %s free on %s",
            Show.bytes(found.totalBytes()),
            Show.bytes(found.freeBytes()),
            Show.device(found.device()));
    fit.set(found.fits() ? "Fits: " + figures : "");
    if (found.fits()) {
      unfit.set("");
      return;
    }
    StringBuilder says = new StringBuilder("Does not fit: ").append(figures).append('.');
    List<MemoryAdvice> advice = found.advice();
    for (MemoryAdvice a : advice) {
      says.append(
          Show.text(
              "%n%s %s → %s frees %s%s",
              SettingWords.name(a.setting()),
              SettingWords.value(a.from()),
              SettingWords.value(a.to()),
              Show.bytes(a.freesBytes()),
              a.fits() ? " and is enough" : ""));
    }
    unfit.set(says.toString());
  }

  /** Queues the run and watches it; also when the plan says that it will not fit. */
  public void start() {
    TrainSpec spec = desk.draft().specBinding().get();
    if (spec == null) {
      return;
    }
    problem.set("");
    desk.jobs().submit(new Task.Train(spec), this::watch, problem::set);
  }

  private void watch(JobInfo job) {
    open(job.run());
  }

  /** Shows another run; the settings of the next one make room for its curves. */
  public void open(String run) {
    form.set(false);
    training.show(run);
  }

  /** Whether the settings of the next run are seen. */
  public BooleanProperty formProperty() {
    return form;
  }

  public TrainingViewModel training() {
    return training;
  }

  public ReadOnlyObjectProperty<@Nullable MemoryPlan> planProperty() {
    return plan.getReadOnlyProperty();
  }

  /** That the run fits, with figures; "" otherwise. */
  public ReadOnlyStringProperty fitProperty() {
    return fit.getReadOnlyProperty();
  }

  /** That it does not, and what would make it; "" otherwise. */
  public ReadOnlyStringProperty unfitProperty() {
    return unfit.getReadOnlyProperty();
  }

  /** What must be chosen before anything can start; "" when nothing. */
  public ReadOnlyStringProperty missingProperty() {
    return missing.getReadOnlyProperty();
  }

  public ReadOnlyStringProperty problemProperty() {
    return problem.getReadOnlyProperty();
  }
}
