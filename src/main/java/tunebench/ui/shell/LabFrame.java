package tunebench.ui.shell;

import java.util.List;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import tunebench.ui.control.Later;
import tunebench.ui.control.TextScale;
import tunebench.ui.control.Ui;
import tunebench.ui.work.Place;
import tunebench.ui.work.Work;

/** A place with its name and its lesson above, and the way to the next place. */
final class LabFrame extends BorderPane {
  private final StackPane body = new StackPane();
  private final ScrollPane scroll = new ScrollPane();

  LabFrame(Place place, Consumer<Place> go) {
    getStyleClass().add("page");
    Label title = Ui.whole(Ui.label(place.title(), "lesson-title"));
    Label lesson = Ui.prose(place.lesson(), "lesson-text");
    var head = new HBox(14, title, lesson, Ui.spring());
    head.getStyleClass().add("lesson");
    if (place.lab()) {
      List<Place> all = List.of(Place.values());
      Place next = all.get(all.indexOf(place) + 1);
      Button on =
          Ui.button(
              next.title(),
              "mdi2a-arrow-right",
              "Goes on to " + next.title(),
              () -> go.accept(next));
      on.setContentDisplay(ContentDisplay.RIGHT);
      on.getStyleClass().add("next-lab");
      on.setMinWidth(Region.USE_PREF_SIZE);
      head.getChildren().add(on);
    }
    setTop(head);
    body.getStyleClass().add("lab-body");
    body.getChildren().add(Ui.label("One moment …", "text-muted"));
    scroll.setFitToWidth(true);
    scroll.setFitToHeight(true);
    room(TextScale.now());
    TextScale.follow(getProperties(), ratio -> room(TextScale.now()));
  }

  /**
   * With large text a small window has no room for all of a lab: then it can be scrolled. Not
   * otherwise: what a scroll pane clips is painted anew as a whole, five times as long a frame.
   */
  private void room(double scale) {
    boolean large = scale > 1;
    if (getCenter() != null && large == scroll.equals(getCenter())) {
      return;
    }
    scroll.setContent(null);
    setCenter(null);
    if (large) {
      scroll.setContent(body);
      setCenter(scroll);
    } else {
      setCenter(body);
    }
  }

  /** Puts in what the place is about; until then the frame says that it comes. */
  void fill(Work work, Node content) {
    Later.fill(work, body, content);
  }
}
