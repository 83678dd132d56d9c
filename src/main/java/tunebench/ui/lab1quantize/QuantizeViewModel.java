package tunebench.ui.lab1quantize;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.ObservableMap;
import org.jspecify.annotations.Nullable;
import tunebench.protocol.Event;
import tunebench.protocol.JobInfo;
import tunebench.protocol.JobRequest;
import tunebench.protocol.JobState;
import tunebench.protocol.ModelReply.Footprint;
import tunebench.protocol.ModelReply.ModelInfo;
import tunebench.protocol.ModelReply.ModuleNode;
import tunebench.protocol.ModelRequest;
import tunebench.protocol.Outcome;
import tunebench.protocol.Task;
import tunebench.run.AdapterChoice;
import tunebench.run.ModelChoice;
import tunebench.ui.control.Formats;
import tunebench.ui.control.Show;
import tunebench.ui.work.Desk;
import tunebench.ui.work.Newest;
import tunebench.ui.work.Screen;

/** Lab 1: the model's tree and its memory in each format, computed and measured. */
public final class QuantizeViewModel {
  private final Desk desk;
  private final Screen screen = new Screen();
  private final Newest newest = new Newest();
  private final Newest newestFootprints = new Newest();
  private final ReadOnlyObjectWrapper<@Nullable ModuleNode> tree = new ReadOnlyObjectWrapper<>();
  private final ObservableList<Footprint> footprints = FXCollections.observableArrayList();
  private final ObservableMap<String, Long> measured = FXCollections.observableHashMap();
  private final BooleanProperty binary = new SimpleBooleanProperty();
  private final BooleanProperty doubly = new SimpleBooleanProperty(true);
  private final BooleanProperty adapter = new SimpleBooleanProperty();
  private final ReadOnlyStringWrapper saving = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper measuring = new ReadOnlyStringWrapper("");
  private final ObjectProperty<@Nullable ModuleNode> chosen = new SimpleObjectProperty<>();
  private final List<String> waiting = new ArrayList<>();
  private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();

  public QuantizeViewModel(Desk desk) {
    this.desk = desk;
    desk.workspace().modelProperty().subscribe(model -> load());
    desk.workspace().quantizationProperty().subscribe((before, now) -> loadTree());
    adapter.subscribe((before, now) -> loadFootprints());
    doubly.subscribe((before, on) -> tellSaving());
    binary.subscribe((before, on) -> tellSaving());
    desk.feed().listen(this::heard);
  }

  /** Reads the open model's tree and footprints. */
  public void load() {
    footprints.clear();
    measured.clear();
    measuring.set("");
    // What the model before holds is not told as this one's.
    waiting.clear();
    busy.set(false);
    chosen.set(null);
    tree.set(null);
    if (desk.workspace().modelProperty().get() == null) {
      newest.drop();
      newestFootprints.drop();
      screen.empty();
      return;
    }
    screen.busy("Reading the model's shapes …");
    loadTree();
    loadFootprints();
  }

  private void loadTree() {
    ModelInfo model = desk.workspace().modelProperty().get();
    if (model == null) {
      return;
    }
    String format = desk.workspace().quantizationProperty().get();
    newest.start(
        desk.ask(new ModelRequest.Tree(model.folder(), format))
            .then(
                reply -> {
                  tree.set(reply.root());
                  screen.ready();
                })
            .otherwise(why -> screen.failed(why, this::load)));
  }

  private void loadFootprints() {
    ModelInfo model = desk.workspace().modelProperty().get();
    if (model == null) {
      return;
    }
    AdapterChoice choice = desk.draft().adapterProperty().get();
    newestFootprints.start(
        desk.ask(
                new ModelRequest.Footprints(
                    model.folder(), List.of(), adapter.get() ? choice.rank() : 0, choice.targets()))
            .then(
                reply -> {
                  footprints.setAll(reply.rows());
                  tellSaving();
                })
            .otherwise(why -> screen.failed(why, this::load)));
  }

  /** Loads the model in each format in turn and measures what it holds. */
  public void measure() {
    ModelInfo model = desk.workspace().modelProperty().get();
    if (model == null || !waiting.isEmpty()) {
      return;
    }
    measuring.set("Loading the model in each format …");
    for (Footprint row : shown()) {
      desk.jobs()
          .submit(
              new Task.LoadModel(
                  new ModelChoice(
                      model.folder(), row.quantization(), desk.workspace().deviceProperty().get())),
              this::follow,
              measuring::set);
    }
  }

  private void follow(JobInfo job) {
    waiting.add(job.id());
    busy.set(true);
    ended(job);
  }

  private void heard(Event event) {
    if (event instanceof Event.JobChanged changed && waiting.contains(changed.job().id())) {
      ended(changed.job());
    }
  }

  private void ended(JobInfo job) {
    if (!job.state().ended()) {
      return;
    }
    waiting.remove(job.id());
    if (job.state() == JobState.DONE) {
      desk.jobs()
          .outcome(
              job.id(),
              detail -> {
                if (detail.outcome() instanceof Outcome.Loaded loaded) {
                  measured.put(loaded.computed().quantization(), loaded.measuredBytes());
                }
              },
              measuring::set);
    }
    measuring.set(job.state() == JobState.FAILED ? job.problem() : left(waiting.size()));
    busy.set(!waiting.isEmpty());
  }

  private static String left(int formats) {
    return formats == 0
        ? ""
        : formats == 1
            ? "One format is still to be measured."
            : formats + " formats are still to be measured.";
  }

  /** Ends a measurement; formats that were measured stay so. */
  public void stop() {
    List.copyOf(waiting)
        .forEach(job -> desk.jobs().order(new JobRequest.Cancel(job), measuring::set));
  }

  /** The formats to be shown: with the switch on, the doubly quantized ones beside the plain. */
  public List<Footprint> shown() {
    return footprints.stream()
        .filter(row -> doubly.get() || !row.quantization().endsWith("-double"))
        .toList();
  }

  private void tellSaving() {
    long plain = total("nf4");
    long twice = total("nf4-double");
    ModelInfo model = desk.workspace().modelProperty().get();
    if (plain == 0 || twice == 0 || model == null) {
      saving.set("");
      return;
    }
    saving.set(
        doubly.get()
            ? Show.text(
                "Double quantization saves %s here: %s scales shrink to %s. The figure that the"
                    + " course prints leaves scales out, so there the saving cannot be seen.",
                bytes(plain - twice), Formats.name("nf4"), bytes(constants("nf4-double")))
            : Show.text(
                "Without double quantization the scales of NF4 take %s.", bytes(constants("nf4"))));
  }

  private String bytes(long count) {
    return binary.get() ? Show.binary(count) : Show.bytes(count);
  }

  private long total(String format) {
    return footprints.stream()
        .filter(row -> row.quantization().equals(format))
        .mapToLong(Footprint::totalBytes)
        .sum();
  }

  private long constants(String format) {
    return footprints.stream()
        .filter(row -> row.quantization().equals(format))
        .mapToLong(Footprint::constantBytes)
        .sum();
  }

  public Screen screen() {
    return screen;
  }

  public ReadOnlyObjectProperty<@Nullable ModuleNode> treeProperty() {
    return tree.getReadOnlyProperty();
  }

  public ObservableList<Footprint> footprints() {
    return footprints;
  }

  /** Measured bytes by format. */
  public Map<String, Long> measured() {
    return measured;
  }

  public ObservableMap<String, Long> observableMeasured() {
    return measured;
  }

  /** Whether memory is shown in GiB instead of GB. */
  public BooleanProperty binaryProperty() {
    return binary;
  }

  /** Whether doubly quantized formats are shown. */
  public BooleanProperty doublyProperty() {
    return doubly;
  }

  /** Whether the adapter of lab 3 is counted too. */
  public BooleanProperty adapterProperty() {
    return adapter;
  }

  /** Whether formats are being measured. */
  public ReadOnlyBooleanProperty busyProperty() {
    return busy.getReadOnlyProperty();
  }

  /** What double quantization saves, in a sentence. */
  public ReadOnlyStringProperty savingProperty() {
    return saving.getReadOnlyProperty();
  }

  /** How the measurement goes; "" when it does not. */
  public ReadOnlyStringProperty measuringProperty() {
    return measuring.getReadOnlyProperty();
  }

  /** The module that was clicked on. */
  public ObjectProperty<@Nullable ModuleNode> chosenProperty() {
    return chosen;
  }
}
