package tunebench.ui.pane;

import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import tunebench.run.EvaluationRow;
import tunebench.ui.chart.ChartPane;
import tunebench.ui.chart.PriceBars;
import tunebench.ui.control.Show;
import tunebench.ui.control.Ui;
import tunebench.ui.work.Desk;

/** The row that is looked at: what the model wrote, and which prices it held possible. */
final class RowDetail extends VBox {
  private final PriceBars bars = new PriceBars();
  private final Label title = Ui.label("", "setting-name");
  private final Label says = Ui.prose("", "usual");
  private final ChartPane chart;

  RowDetail(EvaluationViewModel model, Desk desk) {
    super(4);
    chart = new ChartPane(bars, "Prices that the model held possible", desk.dark());
    chart.setPrefHeight(150);
    chart.setMinHeight(120);
    getChildren().addAll(title, says, chart);
    model.lookedProperty().subscribe(this::show);
  }

  private void show(@Nullable EvaluationRow row) {
    chart.setVisible(row != null);
    chart.setManaged(row != null);
    if (row == null) {
      title.setText("");
      says.setText("Choose a row or a point to see which prices the model held possible.");
      return;
    }
    title.setText(row.title());
    says.setText(
        Show.text(
            "%s · line %,d · true %s, guessed %s · wrote “%s”",
            row.category(),
            row.line(),
            Show.dollars(row.truth()),
            row.parsed() ? Show.dollars(row.guess()) : "nothing readable",
            Show.cut(row.text().strip(), 60)));
    bars.show(row);
  }
}
