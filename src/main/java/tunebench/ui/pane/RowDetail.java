package tunebench.ui.pane;

import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import tunebench.run.EvaluationRow;
import tunebench.run.PriceBelief;
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

  /** What the whole distribution comes to; "" where none was kept. */
  static String belief(EvaluationRow row) {
    PriceBelief b = row.belief();
    if (b == null) {
      return "";
    }
    String figures =
        Show.text(
            "%nLikeliest %s · median %s · mean %s",
            Show.round(b.mode()), Show.round(b.median()), Show.dollars(b.mean()));
    return b.span(0.8)
        .map(
            span ->
                figures
                    + Show.text(
                        " · 80 %% within %s to %s, which %s the true price",
                        Show.round(span.low()),
                        Show.round(span.high()),
                        Math.rint(row.truth()) >= span.low()
                                && Math.rint(row.truth()) <= span.high()
                            ? "holds"
                            : "misses"))
        .orElse(figures);
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
                Show.cut(row.text().strip(), 60))
            + belief(row));
    bars.show(row);
  }
}
