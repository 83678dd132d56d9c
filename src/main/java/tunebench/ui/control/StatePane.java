package tunebench.ui.control;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;
import tunebench.ui.work.Phase;
import tunebench.ui.work.Screen;

/** Shows one of four things, by the phase of a screen: what is empty, busy, ready or has failed. */
public final class StatePane extends StackPane {
  private final Screen screen;
  private final Node ready;
  private final Node empty;
  private final Node busy;
  private final Node failed;

  public StatePane(Screen screen, Node ready, Node empty) {
    this.screen = screen;
    this.ready = ready;
    this.empty = empty;
    busy = busy();
    failed = failed();
    getChildren().addAll(ready, empty, busy, failed);
    screen.phaseProperty().subscribe(this::show);
  }

  private void show(Phase phase) {
    show(ready, phase == Phase.READY);
    show(empty, phase == Phase.EMPTY);
    show(busy, phase == Phase.BUSY);
    show(failed, phase == Phase.FAILED);
  }

  private static void show(Node node, boolean on) {
    node.setVisible(on);
    node.setManaged(on);
  }

  private Node busy() {
    var wheel = new ProgressIndicator();
    wheel.setPrefSize(44, 44);
    wheel.setAccessibleText("Busy");
    var bar = new ProgressBar();
    bar.setPrefWidth(280);
    bar.progressProperty().bind(screen.progressProperty());
    bar.setAccessibleText("Progress");
    // One of the two: a wheel while nobody knows how far it is, a bar from then on.
    screen
        .progressProperty()
        .subscribe(
            share -> {
              show(wheel, share.doubleValue() < 0);
              show(bar, share.doubleValue() >= 0);
            });
    var doing = Ui.prose("", "text-muted");
    doing.textProperty().bind(screen.sentenceProperty());
    return middle(wheel, bar, doing, action("Cancel", "mdi2c-close"));
  }

  private Node failed() {
    var picture = new FontIcon("mdi2a-alert-circle-outline");
    picture.getStyleClass().addAll("empty-icon", "danger-icon");
    var why = Ui.prose("");
    why.setMaxWidth(520);
    why.setTextAlignment(javafx.scene.text.TextAlignment.CENTER);
    why.textProperty().bind(screen.sentenceProperty());
    return middle(
        picture,
        Ui.label("That did not work", "title-4"),
        why,
        action("Try again", "mdi2r-refresh"));
  }

  private Button action(String text, String icon) {
    Button button = Ui.button(text, icon, "", this::act);
    screen
        .actionProperty()
        .subscribe(
            action -> {
              button.setVisible(action != null);
              button.setManaged(action != null);
            });
    return button;
  }

  private void act() {
    Runnable action = screen.actionProperty().get();
    if (action != null) {
      action.run();
    }
  }

  private static VBox middle(Node... nodes) {
    var box = new VBox(12, nodes);
    box.setAlignment(Pos.CENTER);
    box.getStyleClass().add("empty-state");
    return box;
  }
}
