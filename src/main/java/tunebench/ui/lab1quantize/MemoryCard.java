package tunebench.ui.lab1quantize;

import atlantafx.base.controls.ToggleSwitch;
import java.util.List;
import java.util.function.ToLongFunction;
import javafx.beans.binding.Bindings;
import javafx.collections.ListChangeListener;
import javafx.collections.MapChangeListener;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import tunebench.protocol.ModelReply.Footprint;
import tunebench.ui.chart.Bars;
import tunebench.ui.chart.ChartPane;
import tunebench.ui.chart.Curves;
import tunebench.ui.control.Choice;
import tunebench.ui.control.Columns;
import tunebench.ui.control.Formats;
import tunebench.ui.control.Later;
import tunebench.ui.control.Show;
import tunebench.ui.control.TextScale;
import tunebench.ui.control.Ui;
import tunebench.ui.journal.GuessGate;
import tunebench.ui.journal.GuessViewModel;
import tunebench.ui.journal.Question;
import tunebench.ui.work.Desk;

/** Memory in each format as stacked bars and as a table, what was measured beside the computed. */
final class MemoryCard extends VBox {
  private final QuantizeViewModel model;
  private final Bars bars = new Bars("", Curves.plain("#,##0.##"), true, true);
  private final TableView<Footprint> table = new TableView<>();
  private final TableColumn<Footprint, Double> adapter;

  MemoryCard(QuantizeViewModel model, Desk desk) {
    super(10);
    this.model = model;
    adapter = bytes("Adapter", "The weights of lab 3's adapter", Footprint::adapterBytes);
    var chart =
        new StackPane(
            Later.part(
                desk.work(),
                () -> new ChartPane(bars, "Memory by format, stacked by part", desk.dark())));
    chart.setPrefHeight(300);
    TextScale.tall(chart, 150);
    Button measure =
        Ui.primary(
            "Measure",
            "mdi2s-scale",
            "Loads the model in each format and weighs its tensors",
            model::measure);
    measure.setId("measure");
    Button stop =
        Ui.button("Stop", "mdi2s-stop", "Leaves the other formats unmeasured", model::stop);
    model
        .busyProperty()
        .subscribe(
            busy -> {
              measure.setDisable(busy);
              stop.setVisible(busy);
              stop.setManaged(busy);
            });
    var unit =
        Choice.segments(List.of(false, true), model.binaryProperty(), on -> on ? "GiB" : "GB");
    Ui.named(unit, "Unit", "GB counts in powers of ten, GiB in powers of two: 1 GiB is 1.074 GB");
    var head = Ui.row(12, Ui.title("Memory by format"), Ui.spring(), unit, stop, measure);
    Label saving = Ui.prose("", "usual");
    // While formats are measured that is told; what double quantization saves stays true.
    saving
        .textProperty()
        .bind(
            Bindings.when(model.measuringProperty().isEmpty())
                .then(model.savingProperty())
                .otherwise(model.measuringProperty()));
    var switches =
        Ui.row(
            18,
            toggle(
                "Double quantization",
                "The scales of 4-bit blocks quantized again",
                model.doublyProperty()),
            toggle(
                "With lab 3's adapter",
                "Counts the adapter's weights too",
                model.adapterProperty()));
    var panel = Ui.card(head, switches, Ui.tall(chart), saving);
    Ui.tall(panel);
    table(table);
    getChildren()
        .add(
            Ui.tall(
                new GuessGate(
                    question(desk), new VBox(10, panel, Later.part(desk.work(), () -> table)))));

    model.footprints().addListener((ListChangeListener<Footprint>) change -> fill());
    model.observableMeasured().addListener((MapChangeListener<String, Long>) change -> fill());
    model.adapterProperty().subscribe(on -> adapter.setVisible(on));
    model.binaryProperty().subscribe(on -> fill());
    model.doublyProperty().subscribe(on -> fill());
    fill();
  }

  private static GuessViewModel question(Desk desk) {
    var subject =
        desk.workspace().modelProperty().map(open -> open.folder() + "|nf4-double").orElse("");
    return new GuessViewModel(
        desk.journal(), Question.WEIGHTS, subject, () -> null, desk.workspace().unitOfMemory());
  }

  private static ToggleSwitch toggle(
      String name, String meaning, javafx.beans.property.BooleanProperty value) {
    var toggle = new ToggleSwitch(name);
    toggle.selectedProperty().bindBidirectional(value);
    toggle.setMinWidth(USE_PREF_SIZE);
    return Ui.named(toggle, name, meaning);
  }

  private void table(TableView<Footprint> t) {
    t.setAccessibleText("Memory by format, in bytes");
    t.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
    t.getColumns()
        .setAll(
            List.of(
                Columns.narrow(Columns.text("Format", 92, row -> Formats.name(row.quantization()))),
                bytes("Weights", "Codes of the weights that are quantized", Footprint::weightBytes),
                bytes(
                    "Scales",
                    "What codes are multiplied by: one number per block or row",
                    Footprint::constantBytes),
                bytes(
                    "Unquant.",
                    "Unquantized: embedding, output layer and norms",
                    Footprint::unquantizedBytes),
                adapter,
                bytes("Total", "All of it together", Footprint::totalBytes),
                bytes(
                    "Course",
                    "The figure that the course prints: the same without scales",
                    Footprint::courseBytes),
                bytes(
                    "Measured",
                    "What the loaded model's tensors hold; press Measure",
                    row -> model.measured().getOrDefault(row.quantization(), -1L))));
    t.setPrefHeight(36 + 8 * 30);
    t.setMinHeight(130);
  }

  private TableColumn<Footprint, Double> bytes(
      String name, String meaning, ToLongFunction<Footprint> value) {
    return Columns.explained(
        Columns.figure(
            name,
            name.equals("Measured") ? 92 : 74,
            value::applyAsLong,
            v ->
                v < 0
                    ? "–"
                    : model.binaryProperty().get()
                        ? Show.binary(v.longValue())
                        : Show.bytes(v.longValue())),
        meaning);
  }

  private void fill() {
    List<Footprint> rows = model.shown();
    table.getItems().setAll(rows);
    table.refresh();
    long largest = rows.stream().mapToLong(Footprint::totalBytes).max().orElse(1);
    boolean giga = largest >= 1_000_000_000L;
    double scale =
        model.binaryProperty().get() ? Math.pow(1024, giga ? 3 : 2) : Math.pow(1000, giga ? 3 : 2);
    String unit = (giga ? "G" : "M") + (model.binaryProperty().get() ? "iB" : "B");
    bars.show(
        unit,
        rows.stream().map(row -> Formats.name(row.quantization())).toList(),
        List.of(
            part("Weights", rows, Footprint::weightBytes, scale),
            part("Scales", rows, Footprint::constantBytes, scale),
            part("Unquantized", rows, Footprint::unquantizedBytes, scale),
            part("Adapter", rows, Footprint::adapterBytes, scale)),
        List.of(
            new Bars.Part(
                "Measured",
                rows.stream()
                    .map(row -> model.measured().get(row.quantization()))
                    .map(bytes -> bytes == null ? Double.NaN : bytes / scale)
                    .toList())));
  }

  private static Bars.Part part(
      String name, List<Footprint> rows, ToLongFunction<Footprint> value, double scale) {
    return new Bars.Part(name, rows.stream().map(row -> value.applyAsLong(row) / scale).toList());
  }
}
