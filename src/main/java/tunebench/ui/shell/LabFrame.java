package tunebench.ui.shell;

import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import tunebench.ui.control.Ui;
import tunebench.ui.work.Place;

/** A place with its lesson above and, in the labs, the model and the data at the left. */
final class LabFrame extends BorderPane {

  LabFrame(Place place, Node content) {
    getStyleClass().add("page");
    Label title = Ui.label(place.title(), "lesson-title");
    Label lesson = Ui.label(place.lesson(), "lesson-text");
    lesson.setMinHeight(Region.USE_PREF_SIZE);
    var head = new VBox(2, title, lesson);
    head.getStyleClass().add("lesson");
    setTop(head);
    var body = new StackPane(content);
    body.getStyleClass().add("lab-body");
    setCenter(body);
  }
}
