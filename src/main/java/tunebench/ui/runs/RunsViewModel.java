package tunebench.ui.runs;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;
import tunebench.protocol.RunRequest;
import tunebench.protocol.TrustRequest;
import tunebench.run.EvaluationRow;
import tunebench.run.RunRecord;
import tunebench.run.RunSummary;
import tunebench.run.TrainSpec;
import tunebench.ui.atlas.AtlasViewModel;
import tunebench.ui.trust.AgainViewModel;
import tunebench.ui.work.BringIn;
import tunebench.ui.work.Desk;
import tunebench.ui.work.Exporter;
import tunebench.ui.work.Newest;
import tunebench.ui.work.Place;
import tunebench.ui.work.Screen;

/** The list of runs, and those that were picked side by side. */
public final class RunsViewModel {
  private final Desk desk;
  private final Screen screen = new Screen();
  private final Newest newest = new Newest();
  private final RunFilter filter;
  private final ReadOnlyObjectWrapper<@Nullable SideBySide> side = new ReadOnlyObjectWrapper<>();
  private final ObjectProperty<Set<Integer>> brushed = new SimpleObjectProperty<>(Set.of());
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper done = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper why = new ReadOnlyStringWrapper("");
  private final AtlasViewModel atlas;
  private final AgainViewModel again;
  private final Exporter exporter;
  private List<String> picked = List.of();

  public RunsViewModel(Desk desk) {
    this.desk = desk;
    atlas = new AtlasViewModel(desk, brushed);
    again = new AgainViewModel(desk);
    exporter = new Exporter(desk.work(), done::set, problem::set);
    filter = new RunFilter(desk.runs().runs());
  }

  /** Puts these runs side by side; the first is what the others are compared with. */
  public void pick(List<String> runs) {
    if (runs.equals(picked)) {
      return;
    }
    picked = List.copyOf(runs);
    brushed.set(Set.of());
    problem.set("");
    done.set("");
    why.set("");
    again.clear();
    load();
    explain();
  }

  /** Asks why the first two of the picked runs differ: settings, rows, model, environment. */
  private void explain() {
    if (picked.size() < 2) {
      return;
    }
    List<String> asked = picked;
    desk.ask(new TrustRequest.Explain(asked.get(0), asked.get(1)))
        .then(found -> explained(asked, found.explanation().sentence()))
        .otherwise(sentence -> explained(asked, sentence))
        .start();
  }

  private void explained(List<String> asked, String sentence) {
    if (asked.equals(picked)) {
      why.set(sentence);
    }
  }

  private void load() {
    if (picked.isEmpty()) {
      newest.drop();
      side.set(null);
      screen.empty();
      return;
    }
    if (side.get() == null) {
      screen.busy("Reading the runs …");
    }
    List<String> asked = picked;
    newest.start(
        desk.work()
            .call(() -> SideReader.read(desk.client(), asked))
            .then(
                found -> {
                  side.set(found);
                  atlas.show(List.copyOf(found.rows().keySet()));
                  screen.ready();
                })
            .otherwise(why -> screen.failed(why, this::load)));
  }

  /** Opens a run in its lab. */
  public void open(String run) {
    desk.openRun().accept(run);
  }

  /** Gives a run a name, notes and tags; tags stand between commas. */
  public void describe(String run, String name, String notes, String tags) {
    List<String> labels =
        Arrays.stream(tags.split(",", -1)).map(String::strip).filter(t -> !t.isEmpty()).toList();
    done.set("");
    desk.work()
        .call(
            () -> {
              var _ = desk.client().send(new RunRequest.Rename(run, name));
              var _ = desk.client().send(new RunRequest.Note(run, notes));
              return desk.client().send(new RunRequest.Tag(run, labels));
            })
        .then(
            reply -> {
              done.set("Kept.");
              desk.runs().refresh();
              load();
            })
        .otherwise(problem::set)
        .start();
  }

  /** Takes a training run's settings into lab 4, where one of them can be changed. */
  public void again(RunRecord run) {
    TrainSpec spec = run.train();
    if (spec == null) {
      problem.set("Only a training run can be made again with another setting.");
      return;
    }
    desk.draft().like(spec);
    desk.workspace().openModel(spec.model().folder());
    desk.workspace().quantizationProperty().set(spec.model().quantization());
    desk.workspace().datasets().stream()
        .filter(data -> data.id().equals(spec.data().dataset()))
        .findFirst()
        .ifPresent(desk.workspace().datasetProperty()::set);
    desk.go().accept(Place.TRAIN);
  }

  /** Takes a PEFT adapter folder into the store, for lab 5. */
  public void bringIn(Path folder) {
    problem.set("");
    BringIn.adapter(
        desk,
        folder,
        info -> done.set(info.name() + " is brought in, and chosen in lab 5."),
        problem::set);
  }

  /** Removes a run with its files. */
  public void delete(String run) {
    problem.set("");
    desk.ask(new RunRequest.Delete(run))
        .then(
            reply -> {
              desk.runs().refresh();
              pick(picked.stream().filter(id -> !id.equals(run)).toList());
            })
        .otherwise(problem::set)
        .start();
  }

  /** Writes what is side by side; one file at a time. */
  public void export(RunsFormat format, Path file) {
    SideBySide shown = side.get();
    if (shown != null) {
      exporter.start(file, writing -> RunsExport.write(shown, format, file, writing));
    }
  }

  /** Writes what the first picked run was made from, for {@code explain} to compare. */
  public void exportPassport(Path file) {
    if (picked.isEmpty()) {
      return;
    }
    var request = new TrustRequest.PassportOf(picked.getFirst());
    exporter.start(file, writing -> RunsExport.write(desk.client().send(request).passport(), file));
  }

  /** Chooses products by their places in one run's rows, as its plot names them. */
  public void brush(String run, Set<Integer> indexes) {
    SideBySide shown = side.get();
    brushed.set(shown == null ? Set.of() : shown.lines(run, indexes));
  }

  /** The places of the chosen products in one run's rows. */
  public Set<Integer> brushedIn(String run) {
    SideBySide shown = side.get();
    return shown == null ? Set.of() : shown.indexes(run, brushed.get());
  }

  /** The chosen products by line, whichever of the evaluations priced them; all where none is. */
  public List<EvaluationRow> brushedRows() {
    SideBySide shown = side.get();
    return shown == null ? List.of() : shown.products(brushed.get());
  }

  public Screen screen() {
    return screen;
  }

  public ObservableList<RunSummary> listed() {
    return filter.listed();
  }

  public StringProperty searchProperty() {
    return filter.searchProperty();
  }

  public ReadOnlyObjectProperty<@Nullable SideBySide> sideProperty() {
    return side.getReadOnlyProperty();
  }

  /** Lines of the products that are brushed in one scatter plot, and so in all. */
  public ObjectProperty<Set<Integer>> brushedProperty() {
    return brushed;
  }

  /** Why the first two picked runs differ, in sentences; "" until that is known. */
  public ReadOnlyStringProperty whyProperty() {
    return why.getReadOnlyProperty();
  }

  /** Where the first two picked evaluations err. */
  public AtlasViewModel atlas() {
    return atlas;
  }

  /** Making a run once more. */
  public AgainViewModel again() {
    return again;
  }

  public ReadOnlyStringProperty problemProperty() {
    return problem.getReadOnlyProperty();
  }

  /** Writes files; one at a time. */
  public Exporter exporter() {
    return exporter;
  }

  public ReadOnlyStringProperty doneProperty() {
    return done.getReadOnlyProperty();
  }
}
