package tunebench.ui.pane;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;
import tunebench.protocol.Event;
import tunebench.protocol.JobInfo;
import tunebench.protocol.JobRequest;
import tunebench.protocol.RunRequest;
import tunebench.run.EvaluationRow;
import tunebench.run.PairedVerdict;
import tunebench.run.RunRecord;
import tunebench.run.RunStatus;
import tunebench.run.Scores;
import tunebench.ui.control.Mark;
import tunebench.ui.control.Show;
import tunebench.ui.work.Desk;
import tunebench.ui.work.Newest;
import tunebench.ui.work.Screen;

/** An evaluation as it goes or as it went: figures, rows, the row looked at, another run beside. */
public final class EvaluationViewModel {
  private final Desk desk;
  private final Screen screen = new Screen();
  private final Newest newest = new Newest();
  private final List<EvaluationRow> rows = new ArrayList<>();
  private final Set<Integer> known = new HashSet<>();
  private final Map<Integer, EvaluationRow> others = new HashMap<>();
  private final ObservableList<EvaluationRow> listed = FXCollections.observableArrayList();
  private final ReadOnlyObjectWrapper<List<EvaluationRow>> drawn =
      new ReadOnlyObjectWrapper<>(List.of());
  private final ReadOnlyObjectWrapper<@Nullable Scores> scores = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable RunRecord> record = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable JobInfo> job = new ReadOnlyObjectWrapper<>();
  private final ObjectProperty<Order> order = new SimpleObjectProperty<>(Order.WORST);
  private final ObjectProperty<@Nullable Mark> only = new SimpleObjectProperty<>();
  private final ObjectProperty<@Nullable EvaluationRow> looked = new SimpleObjectProperty<>();
  private final ObjectProperty<Set<Integer>> chosen = new SimpleObjectProperty<>(Set.of());
  private final ReadOnlyStringWrapper verdict = new ReadOnlyStringWrapper("");
  private final ReadOnlyBooleanWrapper sure = new ReadOnlyBooleanWrapper();
  private final ReadOnlyObjectWrapper<Yardsticks> yardsticks =
      new ReadOnlyObjectWrapper<>(Yardsticks.NONE);
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
  private String run = "";
  private boolean live;
  private boolean refreshing;

  public EvaluationViewModel(Desk desk) {
    this.desk = desk;
    desk.feed().listen(this::heard);
    order.subscribe((before, now) -> list());
    only.subscribe((before, now) -> list());
    chosen.subscribe((before, now) -> list());
  }

  /** Shows an evaluation with its rows so far; nothing for "". */
  public void show(String id) {
    run = id;
    rows.clear();
    known.clear();
    others.clear();
    scores.set(null);
    record.set(null);
    looked.set(null);
    chosen.set(Set.of());
    verdict.set("");
    yardsticks.set(Yardsticks.NONE);
    problem.set("");
    job.set(desk.jobs().ofRun(id).orElse(null));
    list();
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
    live = !loaded.run().summary().status().ended();
    for (EvaluationRow row : loaded.rows()) {
      add(row);
    }
    if (!loaded.run().scores().isEmpty()) {
      scores.set(loaded.run().scores().getLast());
    }
    yardsticks.set(Yardsticks.of(loaded.run().baselines(), scores.get()));
    if (rows.isEmpty() && live) {
      screen.busy("Waiting for the first price …", this::cancel);
    } else {
      screen.ready();
    }
    list();
  }

  private void add(EvaluationRow row) {
    if (known.add(row.index())) {
      rows.add(row);
    }
  }

  private void heard(Event event) {
    switch (event) {
      case Event.RowPriced priced when priced.run().equals(run) -> {
        add(priced.row());
        screen.ready();
        refreshSoon();
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

  /** Many rows may come in one frame: they are listed once, after all of them. */
  private void refreshSoon() {
    if (!refreshing) {
      refreshing = true;
      desk.work()
          .front(
              () -> {
                refreshing = false;
                list();
              });
    }
  }

  private void list() {
    Mark mark = only.get();
    Set<Integer> picked = chosen.get();
    listed.setAll(
        rows.stream()
            .filter(row -> mark == null || Mark.of(row) == mark)
            .filter(row -> picked.isEmpty() || picked.contains(row.index()))
            .sorted(order.get().by())
            .toList());
    drawn.set(List.copyOf(rows));
  }

  /** Puts another evaluation's guesses beside, and asks whether this one is better. */
  public void beside(String other) {
    String mine = run;
    desk.work()
        .call(
            () ->
                new Beside(
                    desk.client()
                        .send(new RunRequest.Compare(List.of(other, mine)))
                        .comparison()
                        .verdicts(),
                    desk.client().send(new RunRequest.Rows(other, "final")).rows()))
        .then(
            found -> {
              others.clear();
              found.rows().forEach(row -> others.put(row.index(), row));
              sure.set(found.verdicts().stream().anyMatch(v -> v.sure() && !v.greyed()));
              verdict.set(
                  found.verdicts().stream()
                      .findFirst()
                      .map(EvaluationViewModel::words)
                      .orElse(
                          "The two evaluations share no products, so they cannot be compared."));
              list();
            })
        .otherwise(problem::set)
        .start();
  }

  private record Beside(List<PairedVerdict> verdicts, List<EvaluationRow> rows) {}

  private static String words(PairedVerdict v) {
    return Show.text("%s %d fixed, %d broken.", v.verdict(), v.fixed(), v.broken());
  }

  /** The guess of the run beside for the same product, or null. */
  public @Nullable EvaluationRow other(EvaluationRow row) {
    return others.get(row.index());
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
    chosen.set(Set.copyOf(new TreeSet<>(indexes)));
  }

  public String run() {
    return run;
  }

  public Screen screen() {
    return screen;
  }

  /** The rows of the list, ordered and filtered. */
  public ObservableList<EvaluationRow> listed() {
    return listed;
  }

  /** All rows, for the charts. */
  public ReadOnlyObjectProperty<List<EvaluationRow>> drawnProperty() {
    return drawn.getReadOnlyProperty();
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
    return order;
  }

  /** The only band that is listed, or null for all. */
  public ObjectProperty<@Nullable Mark> onlyProperty() {
    return only;
  }

  /** The row whose distribution is shown, or null. */
  public ObjectProperty<@Nullable EvaluationRow> lookedProperty() {
    return looked;
  }

  public ReadOnlyObjectProperty<Set<Integer>> chosenProperty() {
    return chosen;
  }

  /** Whether this run is better than the one beside it; "" while there is none. */
  public ReadOnlyStringProperty verdictProperty() {
    return verdict.getReadOnlyProperty();
  }

  /** Whether the verdict is more than chance and more than what the seed alone makes. */
  public ReadOnlyBooleanProperty sureProperty() {
    return sure.getReadOnlyProperty();
  }

  public ReadOnlyStringProperty problemProperty() {
    return problem.getReadOnlyProperty();
  }
}
