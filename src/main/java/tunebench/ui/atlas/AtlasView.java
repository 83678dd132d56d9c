package tunebench.ui.atlas;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.StackPane;
import tunebench.protocol.TrustReply.AtlasRow;
import tunebench.protocol.TrustReply.AtlasSlice;
import tunebench.ui.control.Choice;
import tunebench.ui.control.Columns;
import tunebench.ui.control.EmptyState;
import tunebench.ui.control.Notice;
import tunebench.ui.control.Show;
import tunebench.ui.control.StatePane;
import tunebench.ui.control.Ui;
import tunebench.ui.work.Desk;

/** Quadrants, slices and rows of two evaluations; a click on either lists its products. */
public final class AtlasView extends StackPane {
  /** Sign and words of each quadrant: not told by colour alone. */
  private static final Map<String, String> WORDS =
      Map.of(
          "FIXED", "▲ Fixed",
          "BROKEN", "▼ Broken",
          "BOTH_RIGHT", "● Both right",
          "BOTH_WRONG", "✕ Both wrong");

  private static final List<String> QUADRANTS =
      List.of("FIXED", "BROKEN", "BOTH_RIGHT", "BOTH_WRONG");

  private final AtlasViewModel model;
  private final TableView<AtlasSlice> slices = new TableView<>();
  private final TableView<AtlasRow> rows = new TableView<>();
  private final FlowPane quadrants = new FlowPane(8, 8);
  private final Label count = Ui.label("", "text-muted");

  /** Who is first and who second; a run is told by its place in all of the tables. */
  private Node which(AtlasViewModel model) {
    Label names = Ui.prose("", "usual");
    names
        .textProperty()
        .bind(
            model
                .pairProperty()
                .map(
                    pair ->
                        pair.size() < 2
                            ? ""
                            : "First: " + pair.get(0) + " · second: " + pair.get(1)));
    return names;
  }

  public AtlasView(AtlasViewModel model, Desk desk) {
    this.model = model;
    slices();
    rows();
    var kinds =
        Choice.segments(
            List.of(AtlasViewModel.Kind.values()),
            model.kindProperty(),
            AtlasViewModel.Kind::words);
    var empty =
        new EmptyState(
            "mdi2m-map-search-outline",
            "Pick two evaluations",
            "The atlas shows which products the second one fixed and which it broke, by price,"
                + " category and length.");
    var card =
        Ui.card(
            quadrants,
            which(model),
            Ui.row(8, kinds, Ui.spring(), count, all(), write(desk), read(desk)),
            Notice.success(model.doneProperty()),
            Notice.danger(model.problemProperty()),
            slices,
            Ui.tall(rows));
    getChildren().add(new StatePane(model.screen(), card, empty));
    model.atlasProperty().subscribe(atlas -> show());
    model.kindProperty().subscribe(kind -> slices.getItems().setAll(model.slices()));
    model
        .listedProperty()
        .subscribe(
            listed -> {
              rows.getItems().setAll(listed);
              count.setText(Show.text("%,d products", listed.size()));
            });
  }

  private Node all() {
    return Ui.icon("mdi2s-select-off", "Show all products again", model::all);
  }

  private Node write(Desk desk) {
    Button button =
        Ui.button(
            "To CSV …",
            "mdi2e-export-variant",
            "Writes the listed products with their guesses in all picked runs",
            () -> desk.chooser().save("Write the rows", "rows.csv", model::write));
    button.setId("atlas-write");
    return button;
  }

  private Node read(Desk desk) {
    Button button =
        Ui.button(
            "From CSV …",
            "mdi2i-import",
            "Lists exactly the products that such a file names",
            () -> desk.chooser().open("Read rows", "csv", model::read));
    button.setId("atlas-read");
    return button;
  }

  private void slices() {
    slices.setId("slices");
    slices.setAccessibleText("Slices of the products; choosing one lists its products");
    slices.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
    slices
        .getColumns()
        .setAll(
            List.of(
                Columns.text("Slice", 130, AtlasView::name),
                Columns.narrow(
                    Columns.figure("Rows", 60, AtlasSlice::n, v -> Show.text("%,.0f", v))),
                counted("▲ Fixed", "FIXED"),
                counted("▼ Broken", "BROKEN"),
                counted("● Right", "BOTH_RIGHT"),
                counted("✕ Wrong", "BOTH_WRONG"),
                Columns.narrow(
                    Columns.figure("MAE first", 86, AtlasSlice::firstMae, Show::dollars)),
                Columns.narrow(
                    Columns.figure("MAE second", 102, AtlasSlice::secondMae, Show::dollars))));
    slices.setPrefHeight(36 + 5 * 30);
    slices.setMinHeight(36 + 3 * 30);
    slices
        .getSelectionModel()
        .selectedItemProperty()
        .subscribe(
            slice -> {
              if (slice != null) {
                model.choose(slice);
              }
            });
  }

  private static javafx.scene.control.TableColumn<AtlasSlice, Double> counted(
      String name, String quadrant) {
    return Columns.narrow(
        Columns.figure(
            name, 86, s -> s.counts().getOrDefault(quadrant, 0), v -> Show.text("%,.0f", v)));
  }

  private static String name(AtlasSlice slice) {
    return switch (slice.kind()) {
      case "PRICE" -> "$" + slice.name();
      case "LENGTH" -> slice.name() + " characters";
      default -> slice.name().isEmpty() ? "no category" : slice.name();
    };
  }

  private void rows() {
    rows.setId("atlas-rows");
    rows.setAccessibleText("Products that are chosen");
    rows.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
    rows.setPlaceholder(Ui.label("No product is chosen", "text-muted"));
    rows.getColumns()
        .setAll(
            List.of(
                Columns.narrow(
                    Columns.text("", 112, (AtlasRow r) -> WORDS.getOrDefault(r.quadrant(), ""))),
                Columns.narrow(
                    Columns.figure("Line", 64, AtlasRow::line, v -> Show.text("%.0f", v))),
                Columns.text("Product", 170, AtlasRow::title),
                Columns.text("Category", 100, AtlasRow::category),
                Columns.narrow(Columns.figure("True", 68, AtlasRow::truth, Show::round)),
                Columns.narrow(Columns.figure("First", 68, AtlasRow::first, Show::round)),
                Columns.narrow(Columns.figure("Second", 76, AtlasRow::second, Show::round))));
    rows.setMinHeight(100);
  }

  private void show() {
    quadrants.getChildren().clear();
    for (String quadrant : QUADRANTS) {
      String words = Show.text("%s  %,d", WORDS.getOrDefault(quadrant, ""), model.count(quadrant));
      var button = Ui.named(new Button(words), words, meaning(quadrant));
      button.setOnAction(event -> model.choose(quadrant));
      button.setId("quadrant-" + quadrant.toLowerCase(Locale.ROOT).replace('_', '-'));
      button.getStyleClass().add(style(quadrant));
      quadrants.getChildren().add(button);
    }
    slices.getSelectionModel().clearSelection();
    slices.getItems().setAll(model.slices());
  }

  private static String style(String quadrant) {
    return switch (quadrant) {
      case "FIXED", "BOTH_RIGHT" -> "mark-hit";
      default -> "mark-miss";
    };
  }

  private static String meaning(String quadrant) {
    return switch (quadrant) {
      case "FIXED" -> "Only the second run hits: within $40 or 20 %";
      case "BROKEN" -> "Only the first run hits: within $40 or 20 %";
      case "BOTH_RIGHT" -> "Both runs hit";
      default -> "Neither run hits";
    };
  }
}
