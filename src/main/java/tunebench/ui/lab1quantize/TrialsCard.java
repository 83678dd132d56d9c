package tunebench.ui.lab1quantize;

import java.util.List;
import javafx.collections.ListChangeListener;
import javafx.scene.control.Button;
import javafx.scene.control.TableView;
import javafx.scene.layout.VBox;
import tunebench.ui.chart.Bars;
import tunebench.ui.chart.ChartPane;
import tunebench.ui.chart.Curves;
import tunebench.ui.control.Columns;
import tunebench.ui.control.EmptyState;
import tunebench.ui.control.Formats;
import tunebench.ui.control.Notice;
import tunebench.ui.control.NumberBox;
import tunebench.ui.control.RunWords;
import tunebench.ui.control.Setting;
import tunebench.ui.control.Show;
import tunebench.ui.control.StatePane;
import tunebench.ui.control.Ui;
import tunebench.ui.lab1quantize.TrialsViewModel.Trial;
import tunebench.ui.work.Desk;

/** Speed and error of each format on the same products. */
final class TrialsCard extends VBox {
  private static final List<String> FORMATS =
      List.of("bf16", "int8", "nf4", "nf4-double", "nf4-all");

  private final Bars bars = new Bars("MAE in dollars", Curves.plain("$#,##0"), true, false);

  TrialsCard(TrialsViewModel model, Desk desk) {
    super(10);
    NumberBox rows = NumberBox.whole(1, 10_000);
    rows.setMaxWidth(110);
    rows.setId("trial-rows");
    rows.valueProperty().bindBidirectional(model.rowsProperty());
    Button start =
        Ui.primary(
            "Price in each format",
            "mdi2p-play",
            "Queues one evaluation per format on the same rows",
            () -> model.start(FORMATS));
    start.setId("trials");
    Button stop = Ui.button("Stop", "mdi2s-stop", "Stops what still runs or waits", model::cancel);
    stop.setId("trials-stop");
    stop.setDisable(true);
    var setting =
        new Setting(
            "Rows",
            rows,
            "Usual: 50 to 250",
            "The first rows of the test part. Few rows give a wide interval: then formats cannot be"
                + " told apart.");
    setting.setMaxWidth(150);
    var head = Ui.row(14, setting, start, stop);
    head.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
    var chart = new ChartPane(bars, "Mean error by format", desk.dark());
    TableView<Trial> table = table(model, desk);
    var ready =
        Ui.card(
            Ui.title("The same rows, format by format"),
            Notice.danger(model.problemProperty()),
            table,
            Ui.prose(
                "⚑ marks a score that is no better than always guessing the median price.",
                "usual"),
            Ui.tall(chart));
    var empty =
        new EmptyState(
            "mdi2s-scale-balance",
            "What do fewer bits cost in dollars?",
            "Price the same products in BF16, INT8 and three kinds of NF4, and compare error and"
                + " speed. Needs a model and products, both chosen on the left.");
    var state = Ui.tall(new StatePane(model.screen(), ready, empty));
    getChildren().addAll(Ui.card(head), state);
    model
        .trials()
        .addListener(
            (ListChangeListener<Trial>)
                change -> {
                  show(model.trials());
                  stop.setDisable(!model.running());
                });
  }

  private void show(List<? extends Trial> trials) {
    bars.show(
        "Mean error in dollars",
        trials.stream().map(t -> Formats.name(t.quantization())).toList(),
        List.of(new Bars.Part("MAE", trials.stream().map(Trial::mae).toList())),
        List.of());
  }

  private static TableView<Trial> table(TrialsViewModel model, Desk desk) {
    TableView<Trial> table = new TableView<>(model.trials());
    table.setAccessibleText("Error and speed by format");
    table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
    table
        .getColumns()
        .setAll(
            List.of(
                Columns.narrow(
                    Columns.text("Format", 92, (Trial t) -> Formats.name(t.quantization()))),
                Columns.text("State", 82, Trial::state),
                Columns.narrow(Columns.figure("Rows/s", 62, Trial::rate, Show::figure)),
                Columns.narrow(Columns.figure("MAE", 78, Trial::mae, Show::dollars)),
                Columns.text("95 % interval", 106, TrialsCard::interval),
                Columns.narrow(
                    Columns.figure("Unread", 66, Trial::unparsed, v -> Show.text("%.0f", v))),
                Columns.narrow(Columns.text("", 34, (Trial t) -> flagged(t, desk) ? "⚑" : ""))));
    table.setPrefHeight(36 + 5 * 30);
    table.setMinHeight(120);
    return table;
  }

  private static String interval(Trial t) {
    return Double.isNaN(t.low()) ? "–" : Show.text("$%,.0f – $%,.0f", t.low(), t.high());
  }

  private static boolean flagged(Trial t, Desk desk) {
    return desk.runs().find(t.run()).filter(run -> !RunWords.flag(run).isEmpty()).isPresent();
  }
}
