package tunebench.ui.pane;

import java.util.List;
import java.util.Set;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;
import tunebench.protocol.Event;
import tunebench.protocol.JobInfo;
import tunebench.protocol.JobRequest;
import tunebench.protocol.RunRequest;
import tunebench.run.EvaluationRow;
import tunebench.run.RunRecord;
import tunebench.run.RunStatus;
import tunebench.run.Scores;
import tunebench.ui.control.Mark;
import tunebench.ui.work.Desk;
import tunebench.ui.work.Newest;
import tunebench.ui.work.Screen;

/** An evaluation as it goes or as it went: figures, rows, the row looked at, another run beside. */
public final class EvaluationViewModel {
  private final Desk desk;
  private final Screen screen = new Screen();
  private final Newest newest = new Newest();
  private final EvaluationRows rows;
  private final RunBeside beside;
  private final ReadOnlyObjectWrapper<@Nullable Scores> scores = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable RunRecord> record = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable JobInfo> job = new ReadOnlyObjectWrapper<>();
  private final ObjectProperty<@Nullable EvaluationRow> looked = new SimpleObjectProperty<>();
  private final ReadOnlyObjectWrapper<Yardsticks> yardsticks =
      new ReadOnlyObjectWrapper<>(Yardsticks.NONE);
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
  private String run = "";

  public EvaluationViewModel(Desk desk) {
    this.desk = desk;
    this.rows = new EvaluationRows(desk.work());
    this.beside = new RunBeside(desk);
    desk.feed().listen(this::heard);
  }

  /** Shows an evaluation with its rows so far; nothing for "". */
  public void show(String id) {
    run = id;
    beside.clear();
    scores.set(null);
    record.set(null);
    looked.set(null);
    yardsticks.set(Yardsticks.NONE);
    problem.set("");
    job.set(desk.jobs().ofRun(id).orElse(null));
    rows.clear();
    if (id.isEmpty()) {
      newest.drop();
      screen.empty();
      return;
    }
    screen.busy("Opening the evaluation …");
    load();
  }

  private void load() {
    String id = run;
    newest.start(
        desk.work()
            .call(
                () ->
                    new Loaded(
                        desk.client().send(new RunRequest.Run(id)).run(),
                        desk.client().send(new RunRequest.Rows(id, "final")).rows()))
            .then(this::take)
            .otherwise(why -> screen.failed(why, () -> show(id))));
  }

  private record Loaded(RunRecord run, List<EvaluationRow> rows) {}

  private void take(Loaded loaded) {
    record.set(loaded.run());
    rows.take(loaded.rows());
    if (!loaded.run().scores().isEmpty()) {
      scores.set(loaded.run().scores().getLast());
    }
    yardsticks.set(Yardsticks.of(loaded.run().baselines(), scores.get()));
    if (rows.isEmpty() && !loaded.run().summary().status().ended()) {
      screen.busy("Waiting for the first price …", this::cancel);
    } else {
      screen.ready();
    }
  }

  private void heard(Event event) {
    switch (event) {
      case Event.RowPriced priced when priced.run().equals(run) -> {
        rows.add(priced.row());
        screen.ready();
      }
      case Event.Scored scored when scored.run().equals(run) -> scores.set(scored.scores());
      case Event.RunChanged changed when changed.run().id().equals(run) -> {
        if (changed.run().status().ended()) {
          if (changed.run().status() == RunStatus.FAILED) {
            problem.set(changed.run().reason());
          }
          load();
        }
      }
      case Event.JobChanged changed when changed.job().run().equals(run) && !run.isEmpty() -> {
        job.set(changed.job());
        if (!changed.job().problem().isEmpty()) {
          screen.failed(changed.job().problem(), this::load);
        }
      }
      case Event.Gap gap when !run.isEmpty() -> load();
      default -> {}
    }
  }

  /** Puts another evaluation's guesses beside, and asks whether this one is better. */
  public void beside(String other) {
    beside.ask(other, run, rows::list, problem::set);
  }

  /** The guess of the run beside for the same product, or null. */
  public @Nullable EvaluationRow other(EvaluationRow row) {
    return beside.row(row);
  }

  /** Stops the evaluation; what was priced stays. */
  public void cancel() {
    JobInfo now = job.get();
    if (now != null) {
      desk.jobs().order(new JobRequest.Cancel(now.id()), problem::set);
    }
  }

  /** Lists only these rows; all for the empty set. */
  public void choose(Set<Integer> indexes) {
    rows.choose(indexes);
  }

  public String run() {
    return run;
  }

  public Screen screen() {
    return screen;
  }

  /** The rows of the list, ordered and filtered. */
  public ObservableList<EvaluationRow> listed() {
    return rows.listed();
  }

  /** All rows, for the charts. */
  public ReadOnlyObjectProperty<List<EvaluationRow>> drawnProperty() {
    return rows.drawnProperty();
  }

  /** What rules without a model reach. */
  public ReadOnlyObjectProperty<Yardsticks> yardsticksProperty() {
    return yardsticks.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<@Nullable Scores> scoresProperty() {
    return scores.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<@Nullable RunRecord> recordProperty() {
    return record.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<@Nullable JobInfo> jobProperty() {
    return job.getReadOnlyProperty();
  }

  public ObjectProperty<Order> orderProperty() {
    return rows.orderProperty();
  }

  /** The only band that is listed, or null for all. */
  public ObjectProperty<@Nullable Mark> onlyProperty() {
    return rows.onlyProperty();
  }

  /** The row whose distribution is shown, or null. */
  public ObjectProperty<@Nullable EvaluationRow> lookedProperty() {
    return looked;
  }

  public ReadOnlyObjectProperty<Set<Integer>> chosenProperty() {
    return rows.chosenProperty();
  }

  /** Whether this run is better than the one beside it; "" while there is none. */
  public ReadOnlyStringProperty verdictProperty() {
    return beside.verdictProperty();
  }

  /** Whether the verdict is more than chance and more than what the seed alone makes. */
  public ReadOnlyBooleanProperty sureProperty() {
    return beside.sureProperty();
  }

  public ReadOnlyStringProperty problemProperty() {
    return problem.getReadOnlyProperty();
  }
}
