package tunebench.ui.pane;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;
import tunebench.protocol.Event;
import tunebench.protocol.JobInfo;
import tunebench.protocol.JobRequest;
import tunebench.protocol.JobState;
import tunebench.protocol.ModelReply;
import tunebench.protocol.ModelReply.AdapterInfo;
import tunebench.protocol.ModelReply.ExportFormat;
import tunebench.protocol.ModelReply.ModelInfo;
import tunebench.protocol.ModelRequest;
import tunebench.protocol.Outcome;
import tunebench.protocol.Task;
import tunebench.ui.control.Show;
import tunebench.ui.work.Desk;
import tunebench.ui.work.WholeFile;

/** Writes a model or an adapter for other programs, and tells whether it still prices as before. */
public final class ExportViewModel {
  /** Of the merged model in transformers' layout: a task of its own in the service. */
  static final ExportFormat MERGED =
      new ExportFormat("merged", "merged model folder for transformers", "needed", true);

  /** Of the adapter on the Hub: a task of its own, too. */
  static final ExportFormat HUB =
      new ExportFormat(
          "hub", "adapter on the Hugging Face Hub, for your eyes only", "needed", true);

  private final Desk desk;
  private final ObservableList<ExportFormat> formats =
      FXCollections.observableArrayList(MERGED, HUB);
  private final ObservableList<AdapterInfo> adapters = FXCollections.observableArrayList();
  private final ObjectProperty<@Nullable ExportFormat> format = new SimpleObjectProperty<>(MERGED);
  private final ObjectProperty<@Nullable AdapterInfo> adapter = new SimpleObjectProperty<>();
  private final StringProperty output = new SimpleStringProperty("");
  private final ReadOnlyStringWrapper missing = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper stage = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper passed = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper failed = new ReadOnlyStringWrapper("");
  private final ReadOnlyDoubleWrapper progress = new ReadOnlyDoubleWrapper(0);
  private final ReadOnlyBooleanWrapper running = new ReadOnlyBooleanWrapper();
  private String job = "";

  /** For the open model; {@code wanted} is the adapter's id that is chosen first, "" for none. */
  public ExportViewModel(Desk desk, String wanted) {
    this.desk = desk;
    desk.feed().listen(this::heard);
    desk.ask(new ModelRequest.ExportFormats())
        .then(reply -> formats.addAll(reply.formats()))
        .otherwise(failed::set)
        .start();
    desk.ask(new ModelRequest.Adapters())
        .then(
            reply -> {
              adapters.setAll(reply.adapters());
              reply.adapters().stream()
                  .filter(info -> wanted.isEmpty() || info.id().equals(wanted))
                  .findFirst()
                  .ifPresent(adapter::set);
            })
        .otherwise(failed::set)
        .start();
    format.subscribe(now -> tellMissing());
    adapter.subscribe(now -> tellMissing());
    output.subscribe(now -> tellMissing());
  }

  private void tellMissing() {
    ExportFormat wanted = format.get();
    ModelInfo model = desk.workspace().modelProperty().get();
    missing.set(
        model == null
            ? "Open a model first."
            : wanted == null
                ? "Choose a format."
                : wanted.adapter().equals("needed") && adapter.get() == null
                    ? "This format needs an adapter: choose one, or train one in lab 4."
                    : output.get().isBlank() && !wanted.equals(HUB)
                        ? "Say where it shall be written."
                        : "");
  }

  /** A name for what is written: the model's, and the format's ending. */
  public String proposed() {
    ModelInfo model = desk.workspace().modelProperty().get();
    ExportFormat wanted = format.get();
    String stem = model == null ? "model" : model.name();
    return wanted == null || wanted.folder() ? stem + "-export" : stem + ".gguf";
  }

  /** Queues the export. */
  public void start() {
    ModelInfo model = desk.workspace().modelProperty().get();
    ExportFormat wanted = format.get();
    if (model == null || wanted == null || !missing.get().isEmpty() || running.get()) {
      return;
    }
    AdapterInfo with = adapter.get();
    boolean alone = wanted.adapter().equals("none");
    String id = with == null || alone ? "" : with.id();
    passed.set("");
    failed.set("");
    running.set(true);
    stage.set(wanted.equals(HUB) ? "Asking the Hub …" : "Waiting for the device …");
    Task task =
        wanted.equals(MERGED)
            ? new Task.Merge(model.folder(), id, output.get())
            : wanted.equals(HUB)
                ? new Task.Upload(id, "best", output.get().strip(), false)
                : new Task.Export(model.folder(), id, wanted.name(), output.get());
    desk.jobs()
        .submit(
            task,
            queued -> {
              job = queued.id();
              // Events may have come before the answer.
              follow(
                  desk.jobs().jobs().stream()
                      .filter(known -> known.id().equals(queued.id()))
                      .findFirst()
                      .orElse(queued));
            },
            this::fail);
  }

  private void heard(Event event) {
    if (event instanceof Event.JobChanged changed && changed.job().id().equals(job)) {
      follow(changed.job());
    }
  }

  private void follow(JobInfo now) {
    progress.set(now.total() > 0 ? (double) now.done() / now.total() : -1);
    stage.set(now.stage().isEmpty() ? now.title() : now.stage());
    if (!now.state().ended()) {
      return;
    }
    job = "";
    if (now.state() == JobState.DONE) {
      desk.jobs().outcome(now.id(), detail -> tell(detail.outcome()), this::fail);
    } else {
      fail(now.problem().isEmpty() ? "The export was cancelled." : now.problem());
    }
  }

  private void tell(@Nullable Outcome outcome) {
    running.set(false);
    stage.set("");
    progress.set(0);
    if (outcome instanceof Outcome.Uploaded sent) {
      passed.set(
          Show.text(
              "%s holds it; it is loaded back as %s@%s.",
              sent.page(), sent.repo(), sent.revision()));
      return;
    }
    if (!(outcome instanceof Outcome.Exported written)) {
      return;
    }
    ModelReply.@Nullable Parity parity = written.parity();
    String where = Show.text("%s: %s. ", written.path(), Show.bytes(written.bytes()));
    if (parity == null) {
      passed.set(where + written.unchecked());
    } else if (parity.passed()) {
      passed.set(where + parity.sentence());
    } else {
      failed.set(where + parity.sentence());
    }
  }

  private void fail(String why) {
    running.set(false);
    stage.set("");
    progress.set(0);
    failed.set(why);
  }

  /** Stops the export; nothing half-written stays. */
  public void cancel() {
    if (!job.isEmpty()) {
      desk.jobs().order(new JobRequest.Cancel(job), failed::set);
    }
  }

  /** Whether what was written can be described to Ollama: a GGUF file. */
  public boolean forOllama() {
    return output.get().endsWith(".gguf") && !passed.get().isEmpty();
  }

  /** Writes a Modelfile beside the GGUF file: {@code ollama create NAME -f Modelfile} reads it. */
  public void modelfile() {
    Path gguf = Path.of(output.get());
    desk.work()
        .call(
            () ->
                WholeFile.write(
                    modelfile(gguf.toAbsolutePath().getFileName().toString())
                        .getBytes(StandardCharsets.UTF_8),
                    gguf.resolveSibling("Modelfile")))
        .then(path -> passed.set("Written: " + path + ". Run: ollama create pricer -f " + path))
        .otherwise(failed::set)
        .start();
  }

  /** The prompt goes in as it is, and the likeliest answer of a few tokens comes out. */
  static String modelfile(String gguf) {
    return """
    FROM ./%s
    TEMPLATE \"""{{ .Prompt }}\"""
    PARAMETER temperature 0
    PARAMETER num_predict 8
    """
        .formatted(gguf);
  }

  public ObservableList<ExportFormat> formats() {
    return formats;
  }

  public ObservableList<AdapterInfo> adapters() {
    return adapters;
  }

  public ObjectProperty<@Nullable ExportFormat> formatProperty() {
    return format;
  }

  public ObjectProperty<@Nullable AdapterInfo> adapterProperty() {
    return adapter;
  }

  /** The file or folder that is written. */
  public StringProperty outputProperty() {
    return output;
  }

  /** What must be chosen before it can begin; "" when nothing. */
  public ReadOnlyStringProperty missingProperty() {
    return missing.getReadOnlyProperty();
  }

  /** What it is at. */
  public ReadOnlyStringProperty stageProperty() {
    return stage.getReadOnlyProperty();
  }

  /** From 0 to 1; -1 while not known. */
  public ReadOnlyDoubleProperty progressProperty() {
    return progress.getReadOnlyProperty();
  }

  public ReadOnlyBooleanProperty runningProperty() {
    return running.getReadOnlyProperty();
  }

  /** That it was written and prices as before; "" until then. */
  public ReadOnlyStringProperty passedProperty() {
    return passed.getReadOnlyProperty();
  }

  /** Why it was not written, or how it prices otherwise; "" where all is well. */
  public ReadOnlyStringProperty failedProperty() {
    return failed.getReadOnlyProperty();
  }
}
