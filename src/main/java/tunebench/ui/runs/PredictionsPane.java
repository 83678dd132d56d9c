package tunebench.ui.runs;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TableView;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import tunebench.run.EvaluationRow;
import tunebench.ui.chart.Brush;
import tunebench.ui.chart.ChartPane;
import tunebench.ui.chart.PriceScatter;
import tunebench.ui.control.Columns;
import tunebench.ui.control.Show;
import tunebench.ui.control.Ui;
import tunebench.ui.work.Desk;

/** A scatter plot of each evaluation with one brush for all, and the brushed products below. */
final class PredictionsPane extends StackPane {
  static final int MOST_ABREAST = 3;

  private final RunsViewModel model;
  private final Desk desk;
  private final GridPane grid = new GridPane(10, 10);
  private final TableView<EvaluationRow> rows = new TableView<>();
  private final Map<String, PriceScatter> plots = new LinkedHashMap<>();

  PredictionsPane(RunsViewModel model, Desk desk) {
    this.model = model;
    this.desk = desk;
    rows.setId("brushed");
    rows.setAccessibleText("The brushed products");
    rows.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
    rows.setPrefHeight(190);
    rows.setMinHeight(120);
    var scroll = new ScrollPane(grid);
    scroll.setFitToWidth(true);
    scroll.setFitToHeight(true);
    scroll.setMinHeight(200);
    Button all =
        Ui.icon(
            "mdi2s-select-off", "Show all rows again", () -> model.brushedProperty().set(Set.of()));
    getChildren()
        .add(
            Ui.card(
                Ui.row(
                    8,
                    Ui.prose(
                        "Drag over points in one plot: the same products light up in all.",
                        "usual"),
                    Ui.spring(),
                    all),
                Ui.tall(scroll),
                rows));
    model.brushedProperty().subscribe(chosen -> brush());
  }

  void show(SideBySide side) {
    grid.getChildren().clear();
    grid.getColumnConstraints().clear();
    int columns = Math.clamp(side.rows().size(), 1, MOST_ABREAST);
    for (int i = 0; i < columns; i++) {
      var column = new ColumnConstraints();
      column.setPercentWidth(100.0 / columns);
      grid.getColumnConstraints().add(column);
    }
    plots.clear();
    rows.getColumns().clear();
    rows.getColumns()
        .addAll(
            List.of(
                Columns.text("Product", 180, EvaluationRow::title),
                Columns.figure("True", 70, EvaluationRow::truth, Show::round)));
    side.rows()
        .forEach(
            (run, found) -> {
              int at = plots.size();
              grid.add(plot(run, side.name(run), found), at % columns, at / columns);
              column(side.name(run), found);
            });
    brush();
  }

  private Node plot(String run, String name, List<EvaluationRow> found) {
    var plot = new PriceScatter(false);
    plots.put(run, plot);
    plot.show(found);
    var chart = new ChartPane(plot, "Predictions of " + name, desk.dark());
    var box = new StackPane(new Brush(chart, (a, b) -> model.brush(run, plot.between(a, b))));
    box.setPrefSize(200, 220);
    box.setMinHeight(200);
    // A name that may be cut is told whole when the pointer rests on it.
    Node words = Ui.named(Ui.label(name, "setting-name"), name, name);
    Node card = Ui.column(4, words, Ui.tall(box));
    GridPane.setVgrow(card, Priority.ALWAYS);
    return card;
  }

  private void column(String name, List<EvaluationRow> found) {
    Map<Integer, EvaluationRow> byLine = new LinkedHashMap<>();
    found.forEach(row -> byLine.put(row.line(), row));
    rows.getColumns()
        .add(
            Columns.figure(
                name,
                110,
                row -> {
                  EvaluationRow same = byLine.get(row.line());
                  return same == null ? Double.NaN : same.guess();
                },
                Show::round));
  }

  private void brush() {
    plots.forEach((run, plot) -> plot.choose(model.brushedIn(run)));
    rows.getItems().setAll(model.brushedRows());
  }
}
