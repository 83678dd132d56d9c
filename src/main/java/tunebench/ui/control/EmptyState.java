package tunebench.ui.control;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * What a screen shows before there is anything to see: what would fill it, and how to get there.
 */
public final class EmptyState extends VBox {

  /** An icon, a title, a sentence and what can be done. */
  public EmptyState(String icon, String title, String sentence, Node... actions) {
    super(10);
    getStyleClass().add("empty-state");
    setAlignment(Pos.CENTER);
    var picture = new FontIcon(icon);
    picture.getStyleClass().add("empty-icon");
    var says = Ui.prose(sentence, "text-muted");
    says.setMaxWidth(460);
    says.setTextAlignment(javafx.scene.text.TextAlignment.CENTER);
    getChildren().addAll(picture, Ui.label(title, "title-4"), says);
    if (actions.length > 0) {
      var row = new HBox(8, actions);
      row.setAlignment(Pos.CENTER);
      row.setPadding(new javafx.geometry.Insets(6, 0, 0, 0));
      getChildren().add(row);
    }
  }
}
