package tunebench.ui.lab5evaluate;

import java.util.List;
import javafx.collections.FXCollections;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import tunebench.run.RunRecord;
import tunebench.run.RunSummary;
import tunebench.ui.control.Choice;
import tunebench.ui.control.Decoders;
import tunebench.ui.control.EmptyState;
import tunebench.ui.control.Later;
import tunebench.ui.control.Notice;
import tunebench.ui.control.NumberBox;
import tunebench.ui.control.RunWords;
import tunebench.ui.control.Setting;
import tunebench.ui.control.Show;
import tunebench.ui.control.TextScale;
import tunebench.ui.control.Ui;
import tunebench.ui.journal.GuessGate;
import tunebench.ui.journal.GuessViewModel;
import tunebench.ui.journal.Question;
import tunebench.ui.pane.EvaluationPane;
import tunebench.ui.pane.ExportDialog;
import tunebench.ui.pane.ExportViewModel;
import tunebench.ui.work.Desk;

/** Lab 5: what to evaluate at the left, how it went at the right. */
public final class EvaluateView extends HBox {

  public EvaluateView(EvaluateViewModel model, Desk desk) {
    super(10);
    var empty =
        new EmptyState(
            "mdi2b-bullseye-arrow",
            "Nothing was evaluated here yet",
            "Choose an adapter that you trained in lab 4 and press Evaluate. The untrained model"
                + " prices the same products, so that you see what was learned.");
    getChildren()
        .addAll(
            Later.part(desk.work(), () -> form(model, desk)),
            Ui.wide(
                new GuessGate(
                    question(model, desk),
                    Later.part(
                        desk.work(), () -> new EvaluationPane(model.evaluation(), desk, empty)))));
    Ui.shortcut(this, KeyCode.ENTER, model::start);
  }

  private static GuessViewModel question(EvaluateViewModel model, Desk desk) {
    var subject = model.evaluation().recordProperty().map(RunRecord::id).orElse("");
    return new GuessViewModel(desk.journal(), Question.TUNED, subject, () -> null);
  }

  private static Node form(EvaluateViewModel model, Desk desk) {
    var adapters = Choice.box(model.adapters(), model.adapterProperty(), info -> info.name());
    adapters.setPromptText("None");
    Ui.named(adapters, "Adapter", "Trained in lab 4, or brought in under Runs");
    Button none =
        Ui.icon("mdi2c-close", "Evaluate the model alone", () -> model.adapterProperty().set(null));
    var alsoBase = new CheckBox("Untrained model too");
    alsoBase.selectedProperty().bindBidirectional(model.alsoBaseProperty());
    Ui.named(
        alsoBase,
        "Untrained model too",
        "Prices the same rows without the adapter, and compares. Usual: on.");
    Label meaning = Ui.prose("", "usual");
    model.decoderProperty().subscribe(kind -> meaning.setText(Decoders.meaning(kind)));
    ComboBox<String> decoders =
        Choice.box(
            FXCollections.observableArrayList(desk.workspace().welcome().decoders()),
            model.decoderProperty(),
            Decoders::name);
    NumberBox rows = NumberBox.whole(0, 10_000_000);
    rows.setId("evaluate-rows");
    rows.valueProperty().bindBidirectional(model.rowsProperty());
    Button start =
        Ui.primary("Evaluate", "mdi2p-play", "Queues the evaluation (Ctrl+Enter)", model::start);
    start.setId("evaluate");
    start.setMaxWidth(Double.MAX_VALUE);
    Button export =
        Ui.button(
            "Export …",
            "mdi2e-export-variant",
            "Writes the adapter, the merged model or a GGUF file, and checks that it prices as"
                + " before",
            () -> {});
    export.setId("export");
    export.setMaxWidth(Double.MAX_VALUE);
    export.setOnAction(
        event -> {
          var chosen = model.adapterProperty().get();
          new ExportDialog(new ExportViewModel(desk, chosen == null ? "" : chosen.id()), desk)
              .show(export);
        });
    var fields =
        new VBox(
            12,
            new Setting(
                "Adapter",
                Ui.row(4, Ui.wide(adapters), none),
                "Usual: the newest",
                "Trained in lab 4, or brought in under Runs."),
            new Setting(
                "Checkpoint",
                Choice.segments(
                    List.of("best", "last"), model.checkpointProperty(), Show::sentence),
                "Usual: best",
                "The one with the lowest MAE on the validation part, or the newest."),
            alsoBase,
            new Setting("Decoder", decoders, "Usual: top three weighted", Decoders.explained()),
            meaning,
            new Setting(
                "Part",
                Choice.segments(
                    List.of("test", "validation", "train"),
                    model.partProperty(),
                    w -> w.equals("validation") ? "Valid." : Show.sentence(w)),
                "Usual: test",
                "Only the test part was seen by nobody: not by training, not by the choice of a"
                    + " checkpoint."),
            new Setting(
                "Rows", rows, "Usual: 250; 0 for all", "With more rows the interval is narrower."),
            beside(model),
            export);
    fields.setPadding(new javafx.geometry.Insets(0, 10, 0, 0));
    var scroll = new ScrollPane(fields);
    scroll.setFitToWidth(true);
    scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
    var card =
        Ui.card(
            Ui.title("Evaluate"),
            Ui.tall(scroll),
            Notice.warning(model.missingProperty()),
            Notice.danger(model.problemProperty()),
            start);
    TextScale.wide(card, 236, 236);
    return card;
  }

  private static Node beside(EvaluateViewModel model) {
    var button = new MenuButton("Put another run beside");
    button.setId("beside");
    button.setMaxWidth(Double.MAX_VALUE);
    Ui.named(button, "Put another run beside", "Compares with another evaluation of the same rows");
    button.setOnShowing(
        event -> {
          button.getItems().clear();
          for (RunSummary run : model.others()) {
            var item = new MenuItem(RunWords.name(run) + " · " + RunWords.figure(run));
            item.setMnemonicParsing(false);
            item.setOnAction(chosen -> model.evaluation().beside(run.id()));
            button.getItems().add(item);
          }
        });
    // An empty menu does not open; this entry is replaced when it does.
    button.getItems().add(new MenuItem("No other evaluation"));
    return button;
  }
}
