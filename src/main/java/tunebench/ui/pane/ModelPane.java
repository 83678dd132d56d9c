package tunebench.ui.pane;

import java.nio.file.Path;
import java.util.List;
import java.util.function.DoubleConsumer;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;
import tunebench.protocol.DataReply.DatasetInfo;
import tunebench.protocol.ModelReply.ModelInfo;
import tunebench.ui.control.Choice;
import tunebench.ui.control.Formats;
import tunebench.ui.control.Notice;
import tunebench.ui.control.Show;
import tunebench.ui.control.TextScale;
import tunebench.ui.control.Ui;
import tunebench.ui.hub.HubDialog;
import tunebench.ui.work.BringIn;
import tunebench.ui.work.Desk;
import tunebench.ui.work.Place;

/** The model and the data that all labs work on, at the left of each. */
public final class ModelPane extends ScrollPane {
  /** Its width in pixels. */
  public static final double WIDTH = 224;

  private final GridPane modelFacts = facts();
  private final GridPane dataFacts = facts();
  private final StringProperty problem = new SimpleStringProperty("");

  public ModelPane(Desk desk) {
    var space = desk.workspace();
    setFitToWidth(true);
    setHbarPolicy(ScrollBarPolicy.NEVER);
    TextScale.wide(this, WIDTH, WIDTH);
    getStyleClass().add("sidebar-scroll");

    ComboBox<ModelInfo> models =
        Choice.box(space.models(), space.modelProperty(), info -> info.name());
    models.setId("model");
    models.setPromptText("No model is open");
    Ui.named(models, "Model", "The model that all labs work on");
    MenuButton open = opening(desk);
    Button find =
        Ui.button(
            "Find a model …",
            "mdi2c-cloud-search-outline",
            "Searches the Hugging Face Hub for models that fit this machine",
            () -> new HubDialog(desk).show(this));
    find.setId("find-model");

    ComboBox<String> formats =
        Choice.box(
            FXCollections.observableArrayList(space.welcome().quantizations()),
            space.quantizationProperty(),
            Formats::name);
    formats.setId("format");
    Ui.named(formats, "Format", "How the weights are held in memory");
    Label meaning = Ui.prose("", "usual");
    space.quantizationProperty().subscribe(kind -> meaning.setText(Formats.meaning(kind)));
    ComboBox<String> devices =
        Choice.box(
            FXCollections.observableArrayList(List.of("auto", "cpu", "gpu")),
            space.deviceProperty(),
            word -> word.equals("auto") ? "Best device" : word.toUpperCase(java.util.Locale.ROOT));
    Ui.named(devices, "Device", "Where the model computes");

    ComboBox<DatasetInfo> datasets =
        Choice.box(space.datasets(), space.datasetProperty(), info -> info.name());
    datasets.setId("dataset");
    datasets.setPromptText("No data yet");
    Ui.named(datasets, "Dataset", "The products that all labs work on");
    Button bring =
        Ui.button(
            "Import …",
            "mdi2t-table-plus",
            "Opens lab 3, where a CSV file becomes a dataset",
            () -> desk.go().accept(Place.PREPARE));

    var column =
        new VBox(
            8,
            Ui.label("MODEL", "sidebar-head"),
            models,
            Notice.danger(space.problemProperty()),
            Notice.danger(problem),
            modelFacts,
            open,
            find,
            gap(),
            Ui.label("HELD IN", "sidebar-head"),
            formats,
            meaning,
            devices,
            gap(),
            Ui.label("DATA", "sidebar-head"),
            datasets,
            dataFacts,
            bring);
    column.getStyleClass().add("sidebar");
    for (ButtonBase button : List.of(open, find, bring)) {
      button.setMaxWidth(Double.MAX_VALUE);
    }
    setContent(column);
    setFitToHeight(true);
    acceptDrops(desk);
    space.modelProperty().subscribe(this::show);
    space.datasetProperty().subscribe(this::show);
  }

  /** Models are folders or single files, and a dialog of the system picks either. */
  private MenuButton opening(Desk desk) {
    var folder = new MenuItem("A folder …");
    folder.setOnAction(
        event -> desk.chooser().folder("Open a model folder", path -> dropped(desk, path)));
    var file = new MenuItem("A GGUF file …");
    file.setOnAction(
        event -> desk.chooser().open("Open a model file", "gguf", path -> dropped(desk, path)));
    var open =
        new MenuButton("Open a model", new FontIcon("mdi2f-folder-open-outline"), folder, file);
    open.setId("open-model");
    return Ui.named(
        open,
        "Open a model",
        "A folder with config.json, tokenizer.json and *.safetensors, an adapter's folder, or a"
            + " .gguf file; all can be dropped here too");
  }

  private void acceptDrops(Desk desk) {
    setOnDragOver(
        event -> {
          if (event.getDragboard().hasFiles()) {
            event.acceptTransferModes(TransferMode.COPY);
          }
        });
    setOnDragDropped(
        event -> {
          if (event.getDragboard().hasFiles()) {
            dropped(desk, event.getDragboard().getFiles().getFirst().toPath());
            event.setDropCompleted(true);
          }
        });
  }

  /** What is dropped may be a model or an adapter. */
  private void dropped(Desk desk, Path path) {
    problem.set("");
    if (BringIn.isAdapter(path)) {
      BringIn.adapter(desk, path, info -> {}, problem::set);
    } else {
      openModel(desk, path);
    }
  }

  private static void openModel(Desk desk, Path path) {
    desk.workspace().openModel(path.toString());
  }

  private void show(@Nullable ModelInfo info) {
    modelFacts.getChildren().clear();
    if (info == null) {
      return;
    }
    fact(modelFacts, "Family", Show.family(info.family()));
    fact(modelFacts, "Parameters", Show.shortCount(info.parameters()));
    fact(modelFacts, "Layers", info.layers() + " × " + Show.count(info.hiddenSize()));
    fact(modelFacts, "Heads", info.heads() + " / " + info.keyValueHeads() + " key-value");
    fact(modelFacts, "Vocabulary", Show.count(info.vocabSize()));
    fact(modelFacts, "Context", info.context() == 0 ? "not said" : Show.count(info.context()));
    fact(
        modelFacts,
        "On disk",
        info.weightBytes() == 0 ? "config only" : Show.bytes(info.weightBytes()));
  }

  private void show(@Nullable DatasetInfo info) {
    dataFacts.getChildren().clear();
    if (info == null) {
      return;
    }
    fact(dataFacts, "Products", Show.count(info.accepted()));
    fact(dataFacts, "Rejected", Show.count(info.rejected()));
    fact(dataFacts, "Median price", Show.dollars(info.medianPrice()));
    fact(
        dataFacts, "Range", Show.text("$%,.0f to $%,.0f", info.lowestPrice(), info.highestPrice()));
  }

  private static GridPane facts() {
    var grid = new GridPane(8, 2);
    var left = new javafx.scene.layout.ColumnConstraints();
    // Names of both lists end at the same place, so that their values begin at one.
    DoubleConsumer size = ratio -> left.setMinWidth(84 * TextScale.now());
    size.accept(1);
    TextScale.follow(grid.getProperties(), size);
    var right = new javafx.scene.layout.ColumnConstraints();
    right.setHgrow(Priority.ALWAYS);
    grid.getColumnConstraints().addAll(left, right);
    return grid;
  }

  private static void fact(GridPane grid, String name, String value) {
    grid.addRow(grid.getRowCount(), Ui.label(name, "fact-name"), Ui.label(value, "fact-value"));
  }

  private static Node gap() {
    var gap = new VBox();
    gap.setPadding(new Insets(3, 0, 3, 0));
    return gap;
  }
}
