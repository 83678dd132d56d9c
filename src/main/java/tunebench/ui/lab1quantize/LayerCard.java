package tunebench.ui.lab1quantize;

import java.util.List;
import javafx.collections.ListChangeListener;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;
import tunebench.protocol.ModelReply.QuantizationError;
import tunebench.protocol.ModelReply.WeightHistogram;
import tunebench.ui.chart.Bars;
import tunebench.ui.chart.ChartPane;
import tunebench.ui.chart.Curves;
import tunebench.ui.chart.Histogram;
import tunebench.ui.control.Columns;
import tunebench.ui.control.EmptyState;
import tunebench.ui.control.Formats;
import tunebench.ui.control.Notice;
import tunebench.ui.control.Show;
import tunebench.ui.control.StatePane;
import tunebench.ui.control.Ui;
import tunebench.ui.work.Desk;

/** One layer's weights over NF4's levels, and what each format makes of them. */
final class LayerCard extends StackPane {
  private final Histogram histogram = new Histogram("Weight", "Count");
  private final Bars errors = new Bars("Error (RMS)", Curves.plain("0.0####"), true, false);
  private final Label figures = Ui.label("", "text-muted");

  LayerCard(LayerViewModel model, Desk desk) {
    var chart = new ChartPane(histogram, "Histogram of the layer's weights", desk.dark());
    var errorChart = new ChartPane(errors, "Error of each format", desk.dark());
    Label title = Ui.title("");
    title.textProperty().bind(model.titleProperty());
    var above =
        Ui.card(
            Ui.row(10, title, Ui.spring(), figures),
            Ui.tall(chart),
            Ui.prose(
                "Bars: how many weights have a value. Lines: the 16 values that NF4 can take in a"
                    + " typical block. They stand close where many weights are.",
                "usual"));
    chart.setPrefHeight(230);
    TableView<QuantizationError> table = table(model);
    Ui.wide(table);
    errorChart.setPrefSize(240, 190);
    errorChart.setMinWidth(200);
    table.setMinWidth(330);
    var below =
        Ui.card(
            Ui.title("What each format makes of it"),
            Notice.success(model.verdictProperty()),
            Ui.tall(Ui.row(12, table, errorChart)));
    Ui.tall(above);
    Ui.tall(below);
    var empty =
        new EmptyState(
            "mdi2m-matrix",
            "Choose a matrix in the tree",
            "You will see how its weights are spread, where NF4 puts its 16 levels, and how far"
                + " off NF4, FP4, INT4 and INT8 are on these very weights.");
    getChildren().add(new StatePane(model.screen(), Ui.column(10, above, below), empty));
    model.histogramProperty().subscribe(this::show);
    model
        .errors()
        .addListener((ListChangeListener<QuantizationError>) change -> show(model.errors()));
  }

  private void show(@Nullable WeightHistogram h) {
    if (h == null) {
      return;
    }
    histogram.show(h.low(), (h.high() - h.low()) / h.counts().size(), h.counts());
    histogram.levels(h.levels());
    figures.setText(
        Show.text(
            "mean %s · deviation %s · largest %s",
            Show.figure(h.mean()), Show.figure(h.deviation()), Show.figure(h.largest())));
  }

  private void show(List<? extends QuantizationError> rows) {
    errors.show(
        "Error (root mean square)",
        rows.stream().map(row -> Formats.name(row.quantization())).toList(),
        List.of(new Bars.Part("Error", rows.stream().map(QuantizationError::rmse).toList())),
        List.of());
  }

  private static TableView<QuantizationError> table(LayerViewModel model) {
    TableView<QuantizationError> table = new TableView<>(model.errors());
    table.setId("errors");
    table.setAccessibleText("Error of each format on this layer");
    table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
    table
        .getColumns()
        .setAll(
            List.of(
                Columns.text("Format", 84, row -> Formats.name(row.quantization())),
                Columns.figure(
                    "Bits", 48, QuantizationError::bitsPerWeight, v -> Show.text("%.2f", v)),
                Columns.figure("RMS", 70, QuantizationError::rmse, Show::figure),
                Columns.figure("Largest", 70, QuantizationError::largest, Show::figure),
                Columns.figure(
                    "SNR", 68, QuantizationError::signalToNoise, v -> Show.text("%.1f dB", v))));
    table.setPrefHeight(200);
    return table;
  }
}
