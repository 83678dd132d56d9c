package tunebench.ui.trust;

import java.util.List;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TableView;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import tunebench.protocol.TrustReply.Coverage;
import tunebench.protocol.TrustReply.DecoderScore;
import tunebench.protocol.TrustReply.Evidence;
import tunebench.ui.chart.ChartPane;
import tunebench.ui.chart.ReliabilityChart;
import tunebench.ui.control.Columns;
import tunebench.ui.control.Decoders;
import tunebench.ui.control.EmptyState;
import tunebench.ui.control.Show;
import tunebench.ui.control.StatePane;
import tunebench.ui.control.Ui;
import tunebench.ui.work.Desk;

/** Whether a score is to be believed: intervals, decoders, leaked rows, the seed's share. */
public final class EvidencePane extends StackPane {
  private final ReliabilityChart chart = new ReliabilityChart();
  private final Label coverage = Ui.prose("", "usual");
  private final TableView<DecoderScore> decoders = new TableView<>();
  private final Label decoder = Ui.prose("", "usual");
  private final Label leak = Ui.prose("");
  private final Label noise = Ui.prose("");

  public EvidencePane(EvidenceViewModel model, Desk desk) {
    var split = new SplitPane(left(desk), right());
    split.setDividerPositions(0.46);
    var empty =
        new EmptyState(
            "mdi2s-shield-search",
            "Not yet",
            "When the evaluation is done, this says how far its score is to be believed: whether"
                + " the model knows what it knows, which decoder wins, and what leaked rows and the"
                + " seed have to do with it.");
    getChildren().add(new StatePane(model.screen(), split, empty));
    model.evidenceProperty().subscribe(this::show);
  }

  private Node left(Desk desk) {
    var picture =
        new ChartPane(chart, "Reliability: promised against observed coverage", desk.dark());
    return Ui.card(Ui.title("Does it know what it knows?"), Ui.tall(picture), coverage);
  }

  private Node right() {
    decoders.setId("decoders");
    decoders.setAccessibleText("Decoders by mean absolute error, the best first");
    decoders.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
    decoders.setPlaceholder(Ui.label("The rows keep no distributions", "text-muted"));
    decoders
        .getColumns()
        .setAll(
            List.of(
                Columns.text("Decoder", 140, d -> Decoders.name(d.decoder())),
                Columns.narrow(Columns.figure("MAE", 70, DecoderScore::mae, Show::dollars)),
                Columns.text(
                    "95 %",
                    104,
                    d ->
                        Double.isNaN(d.low())
                            ? "–"
                            : Show.text("$%,.0f – $%,.0f", d.low(), d.high())),
                Columns.narrow(
                    Columns.figure("RMSLE", 70, DecoderScore::rmsle, v -> Show.text("%.2f", v))),
                Columns.narrow(
                    Columns.figure("Hits", 70, DecoderScore::hits, v -> Show.text("%.0f %%", v)))));
    decoders.setPrefHeight(36 + 5 * 30 + 4);
    decoders.setMinHeight(36 + 5 * 30 + 4);
    var column =
        new VBox(
            10,
            Ui.card(Ui.title("Which decoder wins?"), decoders, decoder),
            Ui.card(Ui.title("Rows that gave their price away"), leak),
            Ui.card(Ui.title("The seed's share"), noise));
    column.setPadding(new Insets(0, 8, 0, 0));
    var scroll = new ScrollPane(column);
    scroll.setFitToWidth(true);
    scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
    return scroll;
  }

  /** The service quotes decoders by their keys; here they stand by their names. */
  private static String named(String sentence, List<DecoderScore> decoders) {
    String so = sentence;
    for (DecoderScore each : decoders) {
      so = so.replace('"' + each.decoder() + '"', "“" + Decoders.name(each.decoder()) + "”");
    }
    return so;
  }

  private void show(@Nullable Evidence found) {
    if (found == null) {
      return;
    }
    chart.show(found.reliability());
    Coverage eighty = found.coverage();
    coverage.setText(
        eighty == null
            ? "The rows keep no distributions, so nothing can be said."
            : eighty.sentence());
    decoders.getItems().setAll(found.decoders());
    decoder.setText(named(found.decoderSentence(), found.decoders()));
    leak.setText(EvidenceViewModel.leak(found.leak()));
    noise.setText(EvidenceViewModel.noise(found.noise()));
  }
}
