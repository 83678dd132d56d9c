package tunebench.ui.lab2baseline;

import javafx.collections.FXCollections;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.TabPane;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import tunebench.run.RunRecord;
import tunebench.ui.control.Choice;
import tunebench.ui.control.Decoders;
import tunebench.ui.control.EmptyState;
import tunebench.ui.control.Formats;
import tunebench.ui.control.Later;
import tunebench.ui.control.Notice;
import tunebench.ui.control.NumberBox;
import tunebench.ui.control.Setting;
import tunebench.ui.control.Ui;
import tunebench.ui.journal.GuessGate;
import tunebench.ui.journal.GuessViewModel;
import tunebench.ui.journal.Question;
import tunebench.ui.pane.EvaluationPane;
import tunebench.ui.work.Desk;

/** Lab 2: tokenizers, and the untrained model. */
public final class BaselineView extends StackPane {

  public BaselineView(TokenizersViewModel tokenizers, BaselineViewModel model, Desk desk) {
    var tabs =
        new TabPane(
            Later.tab("Untrained model", desk.work(), () -> untrained(model, desk)),
            Later.tab("Tokenizers", desk.work(), () -> new TokenizersCard(tokenizers)));
    tabs.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
    tabs.getStyleClass().add("sub-tabs");
    getChildren().add(tabs);
    Ui.shortcut(this, KeyCode.ENTER, model::start);
  }

  private static GuessViewModel question(BaselineViewModel model, Desk desk) {
    var subject = model.evaluation().recordProperty().map(RunRecord::id).orElse("");
    return new GuessViewModel(desk.journal(), Question.UNTRAINED, subject, () -> null);
  }

  private static Node untrained(BaselineViewModel model, Desk desk) {
    var formats =
        Choice.box(
            FXCollections.observableArrayList(desk.workspace().welcome().quantizations()),
            model.formatProperty(),
            Formats::name);
    var decoders =
        Choice.box(
            FXCollections.observableArrayList(desk.workspace().welcome().decoders()),
            model.decoderProperty(),
            Decoders::name);
    NumberBox rows = NumberBox.whole(0, 10_000_000);
    rows.setId("baseline-rows");
    rows.valueProperty().bindBidirectional(model.rowsProperty());
    Button start =
        Ui.primary("Measure", "mdi2p-play", "Queues the evaluation (Ctrl+Enter)", model::start);
    start.setId("measure-baseline");
    Button stop =
        Ui.button("Stop", "mdi2s-stop", "Stops; what was priced stays", model.evaluation()::cancel);
    Button beside =
        Ui.button(
            "Compare with the one before",
            "mdi2c-compare-horizontal",
            "Puts the evaluation shown before beside this one, such as another format",
            model::besideBefore);
    model.beforeProperty().subscribe(run -> beside.setDisable(run.isEmpty()));
    model
        .evaluation()
        .jobProperty()
        .subscribe(job -> stop.setDisable(job == null || job.state().ended()));
    var bar =
        Ui.row(
            14,
            new Setting(
                "Format",
                formats,
                "",
                "How the weights are held while it prices. Usual: NF4 double, as in training;"
                    + " compare it with BF16 and INT8."),
            new Setting(
                "Decoder",
                decoders,
                "",
                Decoders.explained() + " Usual here: write and read, as in the course."),
            new Setting(
                "Rows",
                rows,
                "",
                "How many held-out products are priced. Usual: 250; 0 for the whole test part."),
            start,
            stop,
            beside);
    bar.setAlignment(javafx.geometry.Pos.BOTTOM_LEFT);
    var empty =
        new EmptyState(
            "mdi2r-ruler",
            "Not measured yet",
            "Press Measure: the untrained model prices products it has never seen, and you watch"
                + " its guesses come in. It will be far off; that is the point.");
    return new VBox(
        10,
        Ui.card(
            bar, Notice.warning(model.missingProperty()), Notice.danger(model.problemProperty())),
        Ui.tall(
            new GuessGate(
                question(model, desk),
                Later.part(
                    desk.work(), () -> new EvaluationPane(model.evaluation(), desk, empty)))));
  }
}
