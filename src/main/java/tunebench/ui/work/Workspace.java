package tunebench.ui.work;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.ObservableValue;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;
import tunebench.client.ServiceClient;
import tunebench.protocol.DataReply.DatasetInfo;
import tunebench.protocol.DataRequest;
import tunebench.protocol.ModelReply.ModelInfo;
import tunebench.protocol.ModelRequest;
import tunebench.protocol.ServiceReply.Welcome;
import tunebench.run.ModelChoice;

/** The model and the data that all labs work on, and those that could be chosen instead. */
public final class Workspace {
  private final Work work;
  private final ServiceClient client;
  private final ReadOnlyObjectWrapper<@Nullable Welcome> welcome = new ReadOnlyObjectWrapper<>();
  private final ObservableList<ModelInfo> models = FXCollections.observableArrayList();
  private final ObservableList<DatasetInfo> datasets = FXCollections.observableArrayList();
  private final ObjectProperty<@Nullable ModelInfo> model = new SimpleObjectProperty<>();
  private final ObjectProperty<@Nullable DatasetInfo> dataset = new SimpleObjectProperty<>();
  private final StringProperty quantization = new SimpleStringProperty("nf4-double");
  private final StringProperty device = new SimpleStringProperty("auto");
  private final ReadOnlyObjectWrapper<String> problem = new ReadOnlyObjectWrapper<>("");

  /** Without a welcome yet: the service is still being looked for. */
  public Workspace(Work work, ServiceClient client) {
    this.work = work;
    this.client = client;
  }

  public Workspace(Work work, ServiceClient client, Welcome welcome) {
    this(work, client);
    welcome(welcome);
  }

  /** The service is there. To be told before anything that it answers. */
  public void welcome(Welcome said) {
    welcome.set(said);
  }

  /** Asks for the models and datasets that there are; opens the first of each if none is open. */
  public void refresh() {
    work.call(() -> client.send(new ModelRequest.Models()).models())
        .then(this::showModels)
        .otherwise(problem::set)
        .start();
    work.call(() -> client.send(new DataRequest.Datasets()).datasets())
        .then(this::showDatasets)
        .otherwise(problem::set)
        .start();
  }

  /** Opens a model folder. */
  public void openModel(String folder) {
    problem.set("");
    work.call(() -> client.send(new ModelRequest.Describe(folder)))
        .then(
            info -> {
              put(models, info, other -> other.folder().equals(info.folder()));
              model.set(info);
            })
        .otherwise(problem::set)
        .start();
  }

  /** Tells why a model or an adapter could not be opened. */
  public void refused(String why) {
    problem.set(why);
  }

  /** Takes up a dataset that was just imported. */
  public void opened(DatasetInfo info) {
    put(datasets, info, other -> other.id().equals(info.id()));
    dataset.set(info);
  }

  /**
   * In its old place, or first; an entry that did not change is not touched, so lists stay calm.
   */
  private static <T> void put(ObservableList<T> list, T item, Predicate<T> same) {
    for (int i = 0; i < list.size(); i++) {
      if (same.test(list.get(i))) {
        if (!list.get(i).equals(item)) {
          list.set(i, item);
        }
        return;
      }
    }
    list.addFirst(item);
  }

  private void showModels(List<ModelInfo> found) {
    ModelInfo open = model.get();
    models.setAll(found);
    if (open == null && !found.isEmpty()) {
      model.set(
          found.stream()
              .filter(info -> info.folder().equals(welcome().bundledModel()))
              .findFirst()
              .orElse(found.getFirst()));
    } else if (open != null) {
      model.set(open);
    }
  }

  private void showDatasets(List<DatasetInfo> found) {
    DatasetInfo open = dataset.get();
    datasets.setAll(found);
    if (open == null && !found.isEmpty()) {
      dataset.set(found.getFirst());
    } else if (open != null) {
      dataset.set(open);
    }
  }

  /** The open model as the engine is told, or null if none is open. */
  public @Nullable ModelChoice choice() {
    ModelInfo open = model.get();
    return open == null ? null : new ModelChoice(open.folder(), quantization.get(), device.get());
  }

  /**
   * What the service said of itself.
   *
   * @throws IllegalStateException before the service was found
   */
  public Welcome welcome() {
    Welcome said = welcome.get();
    if (said == null) {
      throw new IllegalStateException("The service was not found yet.");
    }
    return said;
  }

  /** The same, null before the service was found. */
  public ReadOnlyObjectProperty<@Nullable Welcome> welcomeProperty() {
    return welcome.getReadOnlyProperty();
  }

  /** Does something once the service was found; at once where it was. */
  public void whenWelcome(Consumer<Welcome> action) {
    Welcome said = welcome.get();
    if (said != null) {
      action.accept(said);
      return;
    }
    welcome.addListener(
        new ChangeListener<>() {
          @Override
          public void changed(
              ObservableValue<? extends @Nullable Welcome> value,
              @Nullable Welcome before,
              @Nullable Welcome now) {
            welcome.removeListener(this);
            action.accept(welcome());
          }
        });
  }

  public ObservableList<ModelInfo> models() {
    return models;
  }

  public ObservableList<DatasetInfo> datasets() {
    return datasets;
  }

  public ObjectProperty<@Nullable ModelInfo> modelProperty() {
    return model;
  }

  /** In what a person would tell the memory that the open model takes: MB or GB. */
  public ObservableValue<String> unitOfMemory() {
    return model.map(open -> open.parameters() < 500_000_000 ? "MB" : "GB").orElse("GB");
  }

  public ObjectProperty<@Nullable DatasetInfo> datasetProperty() {
    return dataset;
  }

  /** The format that the model is held in. */
  public StringProperty quantizationProperty() {
    return quantization;
  }

  /** {@code auto}, {@code cpu} or {@code gpu}. */
  public StringProperty deviceProperty() {
    return device;
  }

  /** Why a model or dataset could not be opened; "" where all is well. */
  public ReadOnlyObjectProperty<String> problemProperty() {
    return problem.getReadOnlyProperty();
  }
}
