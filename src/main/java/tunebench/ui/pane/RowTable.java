package tunebench.ui.pane;

import java.util.List;
import javafx.scene.control.TableView;
import javafx.scene.layout.StackPane;
import tunebench.run.EvaluationRow;
import tunebench.ui.control.Columns;
import tunebench.ui.control.Mark;
import tunebench.ui.control.Show;

/** The rows of an evaluation, with another run's guesses beside them where one is chosen. */
final class RowTable extends StackPane {
  /** Below this width two guesses leave no room for a title beside the error. */
  private static final double ROOMY = 420;

  RowTable(EvaluationViewModel model) {
    TableView<EvaluationRow> table = new TableView<>(model.listed());
    table.setId("rows");
    table.setAccessibleText("Priced products");
    table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
    var beside =
        Columns.<EvaluationRow>figure(
            "Beside",
            58,
            row -> {
              EvaluationRow other = model.other(row);
              return other == null ? Double.NaN : other.guess();
            },
            Show::round);
    Columns.narrow(beside);
    beside.setVisible(false);
    var error = Columns.narrow(Columns.figure("Error", 54, EvaluationRow::error, Show::round));
    table
        .getColumns()
        .setAll(
            List.of(
                Columns.mark(Mark::of),
                Columns.text("Product", 120, EvaluationRow::title),
                Columns.narrow(Columns.figure("True", 54, EvaluationRow::truth, Show::round)),
                Columns.narrow(Columns.figure("Guess", 54, EvaluationRow::guess, Show::round)),
                beside,
                error));
    Runnable fit =
        () -> {
          beside.setVisible(!model.verdictProperty().get().isEmpty());
          error.setVisible(!beside.isVisible() || table.getWidth() >= ROOMY);
        };
    model.verdictProperty().subscribe(says -> fit.run());
    table.widthProperty().subscribe(width -> fit.run());
    table
        .getSelectionModel()
        .selectedItemProperty()
        .subscribe(
            row -> {
              if (row != null) {
                model.lookedProperty().set(row);
              }
            });
    model
        .lookedProperty()
        .subscribe(
            row -> {
              if (row != null && !row.equals(table.getSelectionModel().getSelectedItem())) {
                table.getSelectionModel().select(row);
                table.scrollTo(row);
              }
            });
    table.setPlaceholder(tunebench.ui.control.Ui.label("No row is in this band", "text-muted"));
    table.setMinHeight(120);
    getChildren().add(table);
  }
}
