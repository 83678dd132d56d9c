package tunebench.ui.journal;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;
import tunebench.ui.control.Notice;
import tunebench.ui.control.Ui;

/**
 * Hides a result until the learner has guessed it or skipped; then shows it with guess against
 * measured above.
 */
public final class GuessGate extends StackPane {
  private final GuessViewModel model;

  /** Around what shows the result. */
  public GuessGate(GuessViewModel model, Node result) {
    this.model = model;
    var column = new VBox(8, outcome(), Ui.tall(result));
    Node ask = ask();
    getChildren().addAll(column, ask);
    model
        .hiddenProperty()
        .subscribe(
            hidden -> {
              column.setVisible(!hidden);
              ask.setVisible(hidden);
              ask.setManaged(hidden);
            });
  }

  private Node outcome() {
    var icon = new FontIcon("mdi2n-notebook-outline");
    Label says = Ui.prose("", "usual");
    says.textProperty().bind(model.outcomeProperty());
    HBox row = Ui.row(8, icon, Ui.wide(says));
    row.getStyleClass().add("guess-outcome");
    model
        .outcomeProperty()
        .subscribe(
            text -> {
              row.setVisible(!text.isEmpty());
              row.setManaged(!text.isEmpty());
            });
    return row;
  }

  private Node ask() {
    var picture = new FontIcon("mdi2n-notebook-edit-outline");
    picture.getStyleClass().add("empty-icon");
    Label words = Ui.prose(model.question().words(), "title-4");
    words.setMaxWidth(460);
    words.setTextAlignment(javafx.scene.text.TextAlignment.CENTER);
    var field = new TextField();
    field.setId("guess-" + model.question().lab());
    field.setPrefColumnCount(8);
    field.textProperty().bindBidirectional(model.textProperty());
    Ui.named(field, model.question().words(), "A number; Enter keeps it");
    Label unit = Ui.label("");
    unit.textProperty().bind(model.unit());
    field.setOnAction(event -> model.guess());
    Button guess =
        Ui.primary("Guess", "mdi2c-check", "Keeps the guess and shows the result", model::guess);
    guess.setId("guess-enter-" + model.question().lab());
    Button skip = Ui.button("Skip", "mdi2d-debug-step-over", "Shows the result", model::skip);
    skip.setId("guess-skip-" + model.question().lab());
    HBox row = Ui.row(8, field, unit, guess, skip);
    row.setAlignment(Pos.CENTER);
    Label why =
        Ui.prose(
            "A guess before the result is how one learns from it. It stays hidden until you guess"
                + " or skip; both are kept in the journal.",
            "text-muted");
    why.setMaxWidth(460);
    why.setTextAlignment(javafx.scene.text.TextAlignment.CENTER);
    Button never =
        Ui.button(
            "Do not ask any more",
            "mdi2b-bell-off-outline",
            "Shows this and all further results; the journal's page asks again",
            model::askNoMore);
    never.getStyleClass().add("flat");
    Notice wrong = Notice.danger(model.problemProperty());
    wrong.setMaxWidth(460);
    var box = new VBox(12, picture, words, row, wrong, why, never);
    box.setAlignment(Pos.CENTER);
    box.getStyleClass().addAll("panel", "empty-state");
    return box;
  }
}
