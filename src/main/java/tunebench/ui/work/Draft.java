package tunebench.ui.work;

import javafx.beans.binding.Bindings;
import javafx.beans.binding.ObjectBinding;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;
import tunebench.protocol.DataReply.DatasetInfo;
import tunebench.run.AdapterChoice;
import tunebench.run.CheckpointChoice;
import tunebench.run.DataChoice;
import tunebench.run.Hyperparameters;
import tunebench.run.ModelChoice;
import tunebench.run.TrackChoice;
import tunebench.run.TrainSpec;

/** The training run that is being put together: lab 3 edits data and adapter, lab 4 the rest. */
public final class Draft {
  private final Workspace workspace;
  private final StringProperty name = new SimpleStringProperty("");
  private final ObjectProperty<DataChoice> split =
      new SimpleObjectProperty<>(DataChoice.of("", 100, 250));
  private final ObjectProperty<AdapterChoice> adapter =
      new SimpleObjectProperty<>(AdapterChoice.course());
  private final ObjectProperty<Hyperparameters> training =
      new SimpleObjectProperty<>(Hyperparameters.course());
  private final ObjectProperty<CheckpointChoice> saving =
      new SimpleObjectProperty<>(CheckpointChoice.standard());
  private final ObjectProperty<TrackChoice> tracking =
      new SimpleObjectProperty<>(TrackChoice.none());
  private final ReadOnlyIntegerWrapper takenOver = new ReadOnlyIntegerWrapper();
  private final ObjectBinding<@Nullable TrainSpec> spec;

  public Draft(Workspace workspace) {
    this.workspace = workspace;
    spec =
        Bindings.createObjectBinding(
            this::make,
            name,
            split,
            adapter,
            training,
            saving,
            tracking,
            workspace.modelProperty(),
            workspace.quantizationProperty(),
            workspace.deviceProperty(),
            workspace.datasetProperty());
  }

  private @Nullable TrainSpec make() {
    ModelChoice model = workspace.choice();
    DataChoice data = data();
    return model == null || data == null
        ? null
        : new TrainSpec(
            name.get(), model, data, adapter.get(), training.get(), saving.get(), tracking.get());
  }

  /** How the open dataset is dealt into parts, or null while none is open. */
  public @Nullable DataChoice data() {
    DatasetInfo open = workspace.datasetProperty().get();
    DataChoice s = split.get();
    return open == null
        ? null
        : new DataChoice(open.id(), s.template(), s.train(), s.validation(), s.test(), s.seed());
  }

  /** The whole run, or null while model or data are missing. */
  public ObjectBinding<@Nullable TrainSpec> specBinding() {
    return spec;
  }

  /** How often settings of another run were taken over; a screen that hid them shows them again. */
  public ReadOnlyIntegerProperty takenOverProperty() {
    return takenOver.getReadOnlyProperty();
  }

  /** Takes over all settings of a run, but not its model and data. */
  public void like(TrainSpec other) {
    name.set(other.name());
    split.set(other.data());
    adapter.set(other.adapter());
    training.set(other.training());
    saving.set(other.saving());
    tracking.set(other.tracking());
    takenOver.set(takenOver.get() + 1);
  }

  public StringProperty nameProperty() {
    return name;
  }

  /** Template, sizes and seed; its dataset's id is not used. */
  public ObjectProperty<DataChoice> splitProperty() {
    return split;
  }

  public ObjectProperty<AdapterChoice> adapterProperty() {
    return adapter;
  }

  public ObjectProperty<Hyperparameters> trainingProperty() {
    return training;
  }

  public ObjectProperty<CheckpointChoice> savingProperty() {
    return saving;
  }

  /** Whom the run tells. */
  public ObjectProperty<TrackChoice> trackingProperty() {
    return tracking;
  }
}
