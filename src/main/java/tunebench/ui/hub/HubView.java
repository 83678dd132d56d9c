package tunebench.ui.hub;

import java.util.List;
import java.util.Locale;
import javafx.application.Platform;
import javafx.collections.FXCollections;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import tunebench.protocol.HubReply.HubModel;
import tunebench.ui.control.Choice;
import tunebench.ui.control.Columns;
import tunebench.ui.control.EmptyState;
import tunebench.ui.control.Show;
import tunebench.ui.control.StatePane;
import tunebench.ui.control.Ui;

/**
 * The Hub's browser: what to look for above, what was found at the left, one model at the right.
 */
public final class HubView extends VBox {
  private static final List<String> FAMILIES =
      List.of("", "llama", "mistral", "qwen2", "qwen3", "gemma2", "gemma3", "phi3");

  /** Runs {@code opened} when a model was opened. */
  public HubView(HubViewModel model, Runnable opened) {
    super(10);
    setPadding(new Insets(4));
    var empty =
        new EmptyState(
            "mdi2c-cloud-search-outline",
            "Nothing was asked yet",
            "Type part of a name, or leave it empty for what is used most. The network is asked"
                + " when you press Search, and never before.");
    var found = new StatePane(model.screen(), table(model), empty);
    var both = new HBox(10, Ui.wide(found), new HubCard(model, opened));
    Label judged = Ui.label("", "text-muted");
    judged.textProperty().bind(model.judgedProperty());
    getChildren().addAll(wanted(model), judged, Ui.tall(both), new HubAccountRow(model.account()));
  }

  private static Node wanted(HubViewModel model) {
    var text = new TextField();
    text.setId("hub-text");
    text.setPromptText("Part of a name, such as qwen");
    text.textProperty().bindBidirectional(model.textProperty());
    text.setOnAction(event -> model.search());
    // One comes here to search: the first thing typed is what is looked for.
    text.sceneProperty()
        .subscribe(
            scene -> {
              if (scene != null) {
                Platform.runLater(text::requestFocus);
              }
            });
    Ui.named(text, "Part of a name", "");
    ComboBox<String> family =
        Choice.box(
            FXCollections.observableArrayList(FAMILIES),
            model.familyProperty(),
            word -> word.isEmpty() ? "All families" : name(word));
    family.setPrefWidth(130);
    Ui.named(family, "Family", "Families that Tunebench can open");
    var fits = new CheckBox("Fits this machine");
    fits.setId("hub-fits");
    fits.selectedProperty().bindBidirectional(model.fitsProperty());
    Ui.named(fits, "Fits this machine", "Only models that QLoRA can train here");
    Button search = Ui.primary("Search", "mdi2m-magnify", "Asks the Hub (Enter)", model::search);
    search.setId("hub-search");
    search.setDefaultButton(true);
    return Ui.row(8, Ui.wide(text), family, fits, search);
  }

  /** A family as people write it. */
  static String name(String family) {
    return family.isEmpty()
        ? ""
        : family.substring(0, 1).toUpperCase(Locale.ROOT)
            + family.substring(1).toLowerCase(Locale.ROOT).replaceAll("(\\d)", " $1");
  }

  private static Node table(HubViewModel model) {
    TableView<HubModel> table = new TableView<>(model.found());
    table.setId("hub-found");
    table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
    table.setAccessibleText("Models that were found");
    table
        .getColumns()
        .addAll(
            List.of(
                Columns.<HubModel>text("Model", 176, HubModel::id),
                Columns.<HubModel>figure(
                    "Weights", 84, m -> m.parameters(), v -> Show.shortCount(v.longValue())),
                Columns.<HubModel>figure(
                    "Size", 70, m -> m.downloadBytes(), v -> Show.bytes(v.longValue())),
                Columns.<HubModel>figure(
                    "In NF4", 74, m -> m.quantizedBytes(), v -> Show.bytes(v.longValue())),
                Columns.<HubModel>text("Here", 98, m -> fit(m.fit())),
                Columns.<HubModel>figure(
                    "Downloads", 92, m -> m.downloads(), v -> Show.shortCount(v.longValue())),
                Columns.<HubModel>text("Access", 92, HubView::access)));
    table
        .getSelectionModel()
        .selectedItemProperty()
        .subscribe(item -> model.chosenProperty().set(item));
    return table;
  }

  private static String access(HubModel model) {
    if (!model.folder().isEmpty()) {
      return "downloaded";
    }
    return model.gated().isEmpty() ? "free" : "gated";
  }

  static String fit(String word) {
    return switch (word) {
      case "TRAINS" -> "trains";
      case "RUNS" -> "predicts only";
      case "TOO_LARGE" -> "too large";
      default -> "not known";
    };
  }
}
