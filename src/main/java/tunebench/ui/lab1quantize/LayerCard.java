package tunebench.ui.lab1quantize;

import java.util.List;
import javafx.collections.ListChangeListener;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;
import tunebench.protocol.ModelReply.ErrorGrid;
import tunebench.protocol.ModelReply.QuantizationError;
import tunebench.protocol.ModelReply.WeightHistogram;
import tunebench.ui.chart.Bars;
import tunebench.ui.chart.ChartPane;
import tunebench.ui.chart.Curves;
import tunebench.ui.chart.HeatMap;
import tunebench.ui.chart.Histogram;
import tunebench.ui.control.Choice;
import tunebench.ui.control.Columns;
import tunebench.ui.control.EmptyState;
import tunebench.ui.control.Formats;
import tunebench.ui.control.Later;
import tunebench.ui.control.Notice;
import tunebench.ui.control.Show;
import tunebench.ui.control.StatePane;
import tunebench.ui.control.Ui;
import tunebench.ui.work.Desk;

/** One layer's weights over NF4's levels, and what each format makes of them. */
final class LayerCard extends StackPane {
  /** Further out there are a few weights that nobody could see; the range ends there. */
  private static final double SIGMAS = 5;

  private static final double SMALL_MAP = 190;
  private static final double LARGE_MAP = 460;

  private final Histogram histogram = new Histogram("Weight", "Count");
  private final Bars errors = new Bars("Error (RMS)", Curves.plain("0.0####"), true, false);
  private final Label figures = Ui.label("", "usual");
  private final Label levels = Ui.prose("", "usual");
  private final Label mapSays = Ui.prose("", "usual");
  private final HeatMap map;
  private String scaled = "";
  private double scale;

  LayerCard(LayerViewModel model, Desk desk) {
    var chart = new ChartPane(histogram, "Histogram of the layer's weights", desk.dark());
    var errorChart = new ChartPane(errors, "Error of each format", desk.dark());
    Label title = Ui.label("", "card-title", "mono");
    title.textProperty().bind(model.titleProperty());
    title.setTextOverrun(javafx.scene.control.OverrunStyle.LEADING_ELLIPSIS);
    title.setMinWidth(80);
    var formats = Choice.segments(LayerViewModel.MAPPED, model.formatProperty(), Formats::name);
    Ui.named(formats, "Format", "Whose levels and errors are shown");
    map = new HeatMap("Where the format errs in the matrix", desk.dark());
    map.setPrefSize(SMALL_MAP, SMALL_MAP);
    map.setMinWidth(150);
    var mapBox = Ui.column(4, Ui.label("Error map", "setting-name"), Ui.tall(map), mapSays);
    var pictures =
        Ui.row(
            14,
            Ui.wide(Later.part(desk.work(), () -> chart)),
            Later.part(desk.work(), () -> mapBox));
    pictures.setFillHeight(true);
    // A matrix is about as wide as high: on a large screen its map grows both ways.
    pictures
        .heightProperty()
        .subscribe(
            height -> {
              double wide = Math.clamp(height.doubleValue() - 60, SMALL_MAP, LARGE_MAP);
              map.setPrefWidth(wide);
              mapSays.setMaxWidth(wide);
            });
    var above =
        Ui.card(
            Ui.row(10, title, Ui.spring(), formats),
            Ui.tall(pictures),
            Ui.row(10, figures, Ui.spring()),
            levels);
    chart.setPrefHeight(210);
    chart.setMinWidth(200);
    TableView<QuantizationError> table = table(model);
    errorChart.setPrefSize(176, 190);
    errorChart.setMinWidth(150);
    table.setMinWidth(380);
    widthProperty()
        .subscribe(wide -> errorChart.setPrefWidth(Math.clamp(0.3 * wide.doubleValue(), 176, 520)));
    var below =
        Ui.card(
            Ui.title("What each format makes of it"),
            Notice.success(model.verdictProperty()),
            Ui.tall(
                Ui.row(
                    12,
                    Ui.wide(Later.part(desk.work(), () -> table)),
                    Later.part(desk.work(), () -> errorChart))));
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
    model.mapProperty().subscribe(this::show);
    model
        .errors()
        .addListener((ListChangeListener<QuantizationError>) change -> show(model.errors()));
  }

  /** The map is shaded against the largest error of 4 bits, so formats can be told apart by eye. */
  private void show(@Nullable ErrorGrid grid) {
    if (grid == null) {
      map.show(1, 1, List.of(), 0, Show::figure);
      mapSays.setText("");
      return;
    }
    // A plain loop: a stream's machinery, when it runs for the first time, holds the window up.
    double largest = 0;
    for (double cell : grid.cells()) {
      largest = Math.max(largest, cell);
    }
    if (!grid.quantization().equals("int8")) {
      scale = grid.tensor().equals(scaled) ? Math.max(scale, largest) : largest;
      scaled = grid.tensor();
    }
    map.show(grid.rows(), grid.columns(), grid.cells(), scale, v -> "RMS error " + Show.figure(v));
    mapSays.setText(
        Show.text("Rows down, columns across; full colour is an error of %s.", Show.figure(scale)));
    histogram.levels(grid.levels());
    String name = Formats.name(grid.quantization());
    levels.setText(
        grid.levels().isEmpty()
            ? "Bars: how many weights have a value. " + name + " has 255 levels: too many to draw."
            : Show.text(
                "Bars: how many weights have a value. Lines: the %d values that %s can take in a"
                    + " typical block.",
                grid.levels().size(), name));
  }

  private void show(@Nullable WeightHistogram h) {
    if (h == null) {
      return;
    }
    histogram.show(h.low(), (h.high() - h.low()) / h.counts().size(), h.counts());
    double wide = Math.min(h.largest(), SIGMAS * h.deviation() + Math.abs(h.mean()));
    histogram.range(-wide, wide);
    figures.setText(
        Show.text(
            "Mean %s · deviation %s · largest %s",
            Show.short3(h.mean()), Show.short3(h.deviation()), Show.short3(h.largest())));
  }

  private void show(List<? extends QuantizationError> all) {
    // Only what the switch above offers: others differ from these by a hair.
    var rows =
        all.stream().filter(row -> LayerViewModel.MAPPED.contains(row.quantization())).toList();
    errors.show(
        "RMS error",
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
                Columns.narrow(Columns.text("Format", 92, row -> Formats.name(row.quantization()))),
                Columns.explained(
                    Columns.figure(
                        "Bits", 52, QuantizationError::bitsPerWeight, v -> Show.text("%.2f", v)),
                    "Bits per weight, its share of the scales counted"),
                Columns.explained(
                    Columns.figure("RMS", 80, QuantizationError::rmse, Show::short3),
                    "Root of the mean squared error: how far off a weight typically is"),
                Columns.explained(
                    Columns.figure("Largest", 78, QuantizationError::largest, Show::short3),
                    "The largest error of a single weight"),
                Columns.explained(
                    Columns.figure(
                        "SNR",
                        66,
                        QuantizationError::signalToNoise,
                        v -> Double.isInfinite(v) ? "exact" : Show.text("%.1f dB", v)),
                    "Signal to noise: the weights' size against their error. 6 dB more is half the"
                        + " error")));
    table.setPrefHeight(200);
    return table;
  }
}
