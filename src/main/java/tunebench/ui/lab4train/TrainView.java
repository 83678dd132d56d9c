package tunebench.ui.lab4train;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import tunebench.run.AdapterChoice;
import tunebench.run.RunRecord;
import tunebench.ui.control.Later;
import tunebench.ui.control.Notice;
import tunebench.ui.control.Setting;
import tunebench.ui.control.Show;
import tunebench.ui.control.TextScale;
import tunebench.ui.control.Ui;
import tunebench.ui.journal.GuessGate;
import tunebench.ui.journal.GuessViewModel;
import tunebench.ui.journal.Question;
import tunebench.ui.pane.TrainingPane;
import tunebench.ui.work.Desk;
import tunebench.ui.work.Place;

/** Lab 4: settings at the left, the run at the right. */
public final class TrainView extends HBox {

  public TrainView(TrainViewModel model, Desk desk) {
    super(10);
    Node form = Later.part(desk.work(), () -> form(model, desk));
    Button show =
        Ui.icon(
            "mdi2t-tune",
            "Settings of the next run (Ctrl+B)",
            () -> model.formProperty().set(true));
    show.setId("show-settings");
    Node pane =
        new GuessGate(
            question(model, desk),
            Later.part(desk.work(), () -> new TrainingPane(model.training(), desk)));
    getChildren().addAll(form, show, Ui.wide(pane));
    model
        .formProperty()
        .subscribe(
            on -> {
              form.setVisible(on);
              form.setManaged(on);
              show.setVisible(!on);
              show.setManaged(!on);
            });
    Ui.shortcut(this, KeyCode.ENTER, model::start);
    Ui.shortcut(this, KeyCode.B, () -> model.formProperty().set(!model.formProperty().get()));
  }

  private static GuessViewModel question(TrainViewModel model, Desk desk) {
    var subject = model.training().recordProperty().map(RunRecord::id).orElse("");
    return new GuessViewModel(desk.journal(), Question.HALF_WAY, subject, () -> null);
  }

  private static Node form(TrainViewModel model, Desk desk) {
    var name = new TextField();
    name.setPromptText("such as: higher rate");
    name.textProperty().bindBidirectional(desk.draft().nameProperty());
    Button start =
        Ui.primary("Start the run", "mdi2p-play", "Queues the run (Ctrl+Enter)", model::start);
    start.setId("start-run");
    start.setMaxWidth(Double.MAX_VALUE);
    start.disableProperty().bind(desk.draft().specBinding().isNull());
    Label adapter = Ui.prose("", "usual");
    desk.draft().adapterProperty().subscribe(choice -> adapter.setText(words(choice)));
    Button edit =
        Ui.button(
            "Change in lab 3",
            "mdi2p-pencil-outline",
            "Opens lab 3",
            () -> desk.go().accept(Place.PREPARE));
    var fields =
        new VBox(
            12,
            new Setting(
                "Name",
                name,
                "Usual: empty, or what is new in it",
                "How the run is called in lists."),
            Ui.column(4, Ui.title("Adapter"), adapter, edit),
            Ui.title("Training"),
            Later.part(desk.work(), () -> Fields.training(desk.draft().trainingProperty())),
            Ui.title("Checkpoints"),
            Later.part(desk.work(), () -> Fields.saving(desk.draft().savingProperty())),
            Ui.title("Trackers"),
            Later.part(desk.work(), () -> Trackers.fields(desk)));
    fields.setPadding(new javafx.geometry.Insets(0, 12, 0, 0));
    var scroll = new ScrollPane(fields);
    scroll.setFitToWidth(true);
    scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
    var card =
        Ui.card(
            Ui.row(
                6,
                Ui.title("The next run"),
                Ui.spring(),
                Ui.icon(
                    "mdi2c-chevron-double-left",
                    "Puts the settings away (Ctrl+B)",
                    () -> model.formProperty().set(false))),
            Ui.tall(scroll),
            Notice.warning(model.missingProperty()),
            Notice.success(model.fitProperty()),
            Notice.warning(model.unfitProperty()),
            Notice.danger(model.problemProperty()),
            start);
    TextScale.wide(card, 286, 286);
    return card;
  }

  private static String plain(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }

  private static String words(@Nullable AdapterChoice choice) {
    return choice == null
        ? ""
        : Show.text(
            "Rank %d, alpha %s, dropout %s on %s",
            choice.rank(),
            plain(choice.alpha()),
            plain(choice.dropout()),
            String.join(", ", choice.targets()));
  }
}
