package tunebench.ui.lab1quantize;

import java.util.List;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;
import tunebench.protocol.ModelReply.ErrorGrid;
import tunebench.protocol.ModelReply.ModelInfo;
import tunebench.protocol.ModelReply.ModuleNode;
import tunebench.protocol.ModelReply.QuantizationError;
import tunebench.protocol.ModelReply.WeightHistogram;
import tunebench.protocol.ModelRequest;
import tunebench.ui.control.Formats;
import tunebench.ui.control.Show;
import tunebench.ui.work.Desk;
import tunebench.ui.work.Newest;
import tunebench.ui.work.Screen;

/** Inside one layer: how its weights are spread, and what each format makes of them. */
public final class LayerViewModel {
  private static final int BINS = 121;

  private final Desk desk;
  private final Screen screen = new Screen();
  private final Newest newestHistogram = new Newest();
  private final Newest newestErrors = new Newest();
  private final ReadOnlyObjectWrapper<@Nullable WeightHistogram> histogram =
      new ReadOnlyObjectWrapper<>();
  private final ObservableList<QuantizationError> errors = FXCollections.observableArrayList();
  private final Newest newestMap = new Newest();
  private final ReadOnlyObjectWrapper<@Nullable ErrorGrid> map = new ReadOnlyObjectWrapper<>();
  private final StringProperty format = new SimpleStringProperty("nf4");
  private final ReadOnlyStringWrapper title = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper verdict = new ReadOnlyStringWrapper("");

  /** The formats whose errors can be seen on the map. */
  public static final List<String> MAPPED = List.of("nf4", "fp4", "int4", "int8");

  /** Cells of the map a side, where the matrix has as many. */
  private static final int CELLS = 64;

  private @Nullable ModuleNode shown;

  public LayerViewModel(Desk desk) {
    this.desk = desk;
    format.subscribe((before, now) -> look());
  }

  /** Looks into a tensor; into nothing when it is null or holds other modules. */
  public void show(@Nullable ModuleNode module) {
    newestHistogram.drop();
    newestErrors.drop();
    newestMap.drop();
    shown = null;
    map.set(null);
    ModelInfo model = desk.workspace().modelProperty().get();
    if (module == null || model == null || !module.children().isEmpty()) {
      screen.empty();
      return;
    }
    shown = module;
    title.set(module.path());
    errors.clear();
    verdict.set("");
    screen.busy("Reading " + module.path() + " …");
    newestHistogram.start(
        desk.ask(new ModelRequest.Histogram(model.folder(), module.path(), BINS))
            .then(
                reply -> {
                  histogram.set(reply);
                  screen.ready();
                })
            .otherwise(why -> screen.failed(why, () -> show(module))));
    if (module.shape().size() == 2) {
      newestErrors.start(
          desk.ask(new ModelRequest.QuantizationErrors(model.folder(), module.path()))
              .then(
                  reply -> {
                    errors.setAll(reply.rows());
                    judge();
                  })
              .otherwise(verdict::set));
      look();
    } else {
      verdict.set("A vector like this one stays in 16 bits: it is too small to be worth it.");
    }
  }

  /** Asks where the chosen format errs; an answer that is late is not shown. */
  private void look() {
    ModuleNode module = shown;
    ModelInfo model = desk.workspace().modelProperty().get();
    if (module == null || model == null || module.shape().size() != 2) {
      return;
    }
    newestMap.start(
        desk.ask(
                new ModelRequest.ErrorMap(
                    model.folder(), module.path(), format.get(), CELLS, CELLS))
            .then(map::set)
            .otherwise(verdict::set));
  }

  /** The format whose levels and errors are shown. */
  public StringProperty formatProperty() {
    return format;
  }

  /** Where the format errs in this matrix, or null while not known. */
  public ReadOnlyObjectProperty<@Nullable ErrorGrid> mapProperty() {
    return map.getReadOnlyProperty();
  }

  /** Says which 4-bit format is nearest to the weights, and by how much. */
  private void judge() {
    QuantizationError nf4 = find("nf4");
    QuantizationError fp4 = find("fp4");
    QuantizationError int4 = find("int4");
    if (nf4 == null || fp4 == null) {
      return;
    }
    QuantizationError other = int4 != null && int4.rmse() < fp4.rmse() ? int4 : fp4;
    boolean wins = nf4.rmse() < other.rmse();
    verdict.set(
        wins
            ? Show.text(
                "NF4 misses these weights by %.0f %% less than %s at about the same bits: its"
                    + " levels are dense where the weights are.",
                100 * (1 - nf4.rmse() / other.rmse()), Formats.name(other.quantization()))
            : Show.text(
                "Here %s is nearer than NF4: these weights are not normally distributed.",
                Formats.name(other.quantization())));
  }

  private @Nullable QuantizationError find(String format) {
    return errors.stream()
        .filter(row -> row.quantization().equals(format))
        .findFirst()
        .orElse(null);
  }

  public Screen screen() {
    return screen;
  }

  public ReadOnlyObjectProperty<@Nullable WeightHistogram> histogramProperty() {
    return histogram.getReadOnlyProperty();
  }

  public ObservableList<QuantizationError> errors() {
    return errors;
  }

  /** The tensor's name. */
  public ReadOnlyStringProperty titleProperty() {
    return title.getReadOnlyProperty();
  }

  /** Which 4-bit format wins and why, in a sentence. */
  public ReadOnlyStringProperty verdictProperty() {
    return verdict.getReadOnlyProperty();
  }
}
