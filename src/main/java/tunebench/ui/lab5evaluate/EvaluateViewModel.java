package tunebench.ui.lab5evaluate;

import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;
import tunebench.protocol.Event;
import tunebench.protocol.JobInfo;
import tunebench.protocol.ModelReply.AdapterInfo;
import tunebench.protocol.ModelRequest;
import tunebench.protocol.Task;
import tunebench.run.DataChoice;
import tunebench.run.DecoderChoice;
import tunebench.run.EvaluateSpec;
import tunebench.run.ModelChoice;
import tunebench.run.RunKind;
import tunebench.run.RunStatus;
import tunebench.run.RunSummary;
import tunebench.ui.pane.EvaluationViewModel;
import tunebench.ui.work.Desk;

/** Lab 5: what is to be evaluated, and the evaluation that is looked at. */
public final class EvaluateViewModel {
  private final Desk desk;
  private final EvaluationViewModel evaluation;
  private final ObservableList<AdapterInfo> adapters = FXCollections.observableArrayList();
  private final ObjectProperty<@Nullable AdapterInfo> adapter = new SimpleObjectProperty<>();
  private final StringProperty checkpoint = new SimpleStringProperty("best");
  private final StringProperty decoder = new SimpleStringProperty("top-k");
  private final StringProperty part = new SimpleStringProperty("test");
  private final IntegerProperty rows = new SimpleIntegerProperty(250);
  private final BooleanProperty alsoBase = new SimpleBooleanProperty(true);
  private final ReadOnlyStringWrapper missing = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
  private String tunedRun = "";
  private String baseRun = "";

  public EvaluateViewModel(Desk desk) {
    this.desk = desk;
    this.evaluation = new EvaluationViewModel(desk);
    desk.feed().listen(this::heard);
    desk.workspace().modelProperty().subscribe(model -> tellMissing());
    desk.workspace().datasetProperty().subscribe(data -> tellMissing());
    refresh();
  }

  /** Asks for the adapters that there are; chooses the newest if none is chosen. */
  public void refresh() {
    desk.ask(new ModelRequest.Adapters())
        .then(
            reply -> {
              adapters.setAll(reply.adapters());
              if (adapter.get() == null && !adapters.isEmpty()) {
                adapter.set(adapters.getFirst());
              }
            })
        .otherwise(problem::set)
        .start();
  }

  /** Chooses an adapter, also one that was brought in just now. */
  public void choose(String id) {
    desk.ask(new ModelRequest.Adapters())
        .then(
            reply -> {
              adapters.setAll(reply.adapters());
              adapters.stream()
                  .filter(info -> info.id().equals(id))
                  .findFirst()
                  .ifPresent(adapter::set);
            })
        .otherwise(problem::set)
        .start();
  }

  private void tellMissing() {
    missing.set(
        desk.workspace().choice() == null || desk.draft().data() == null
            ? "Choose a model and products on the left first."
            : "");
  }

  /** Evaluates with the adapter and, if wished, without it on the same rows. */
  public void start() {
    ModelChoice model = desk.workspace().choice();
    DataChoice data = desk.draft().data();
    if (model == null || data == null) {
      tellMissing();
      return;
    }
    problem.set("");
    tunedRun = "";
    baseRun = "";
    AdapterInfo with = adapter.get();
    if (with != null && alsoBase.get()) {
      submit(spec(model, data, ""), job -> baseRun = job.run());
    }
    submit(
        spec(model, data, with == null ? "" : with.id()),
        job -> {
          tunedRun = job.run();
          evaluation.show(job.run());
        });
  }

  private void submit(EvaluateSpec spec, java.util.function.Consumer<JobInfo> then) {
    desk.jobs().submit(new Task.Evaluate(spec), then, problem::set);
  }

  private EvaluateSpec spec(ModelChoice model, DataChoice data, String with) {
    return new EvaluateSpec(
        name(with),
        model,
        with,
        checkpoint.get(),
        data,
        part.get(),
        rows.get(),
        new DecoderChoice(decoder.get(), 4),
        8,
        desk.draft().trainingProperty().get().maxTokens(),
        true);
  }

  private String name(String with) {
    return adapters.stream()
        .filter(info -> info.id().equals(with))
        .findFirst()
        .map(info -> "tuned: " + info.name())
        .orElse("untrained, same rows");
  }

  private void heard(Event event) {
    if (event instanceof Event.RunChanged changed) {
      RunSummary run = changed.run();
      if (run.kind() == RunKind.TRAIN && run.status().ended()) {
        refresh();
      }
      boolean mine = run.id().equals(tunedRun) || run.id().equals(baseRun);
      if (mine && finished(tunedRun) && finished(baseRun)) {
        evaluation.beside(baseRun);
      }
    }
  }

  private boolean finished(String id) {
    return desk.runs().find(id).filter(run -> run.status() == RunStatus.FINISHED).isPresent();
  }

  /** Shows an evaluation that was made before, compared with the one before it if there is one. */
  public void open(String run) {
    evaluation.show(run);
  }

  /** The evaluations that can be put beside the one shown. */
  public List<RunSummary> others() {
    return new ArrayList<>(
        desk.runs().runs().stream()
            .filter(run -> run.kind() == RunKind.EVALUATE)
            .filter(run -> !run.id().equals(evaluation.run()))
            .toList());
  }

  public EvaluationViewModel evaluation() {
    return evaluation;
  }

  public ObservableList<AdapterInfo> adapters() {
    return adapters;
  }

  /** The adapter to evaluate, or null for the model alone. */
  public ObjectProperty<@Nullable AdapterInfo> adapterProperty() {
    return adapter;
  }

  /** {@code best} or {@code last}. */
  public StringProperty checkpointProperty() {
    return checkpoint;
  }

  /** {@code generate}, {@code top-k}, {@code mean} or {@code median}. */
  public StringProperty decoderProperty() {
    return decoder;
  }

  /** {@code train}, {@code validation} or {@code test}. */
  public StringProperty partProperty() {
    return part;
  }

  public IntegerProperty rowsProperty() {
    return rows;
  }

  /** Whether the model without the adapter prices the same rows. */
  public BooleanProperty alsoBaseProperty() {
    return alsoBase;
  }

  public ReadOnlyStringProperty missingProperty() {
    return missing.getReadOnlyProperty();
  }

  public ReadOnlyStringProperty problemProperty() {
    return problem.getReadOnlyProperty();
  }
}
