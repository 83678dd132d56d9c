package tunebench.ui.control;

import javafx.beans.value.ObservableValue;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import org.kordamp.ikonli.javafx.FontIcon;

/** A sentence in a coloured box that is there only while it has something to say. */
public final class Notice extends HBox {

  private Notice(String style, String icon, ObservableValue<String> sentence) {
    super(8);
    getStyleClass().addAll("notice", style);
    Label text = Ui.prose("");
    text.textProperty().bind(sentence);
    Ui.wide(text);
    getChildren().addAll(new FontIcon(icon), text);
    sentence.subscribe(
        says -> {
          boolean there = says != null && !says.isEmpty();
          setVisible(there);
          setManaged(there);
        });
  }

  /** Something is wrong. */
  public static Notice danger(ObservableValue<String> sentence) {
    return new Notice("notice-danger", "mdi2a-alert-circle-outline", sentence);
  }

  /** Something should be known. */
  public static Notice warning(ObservableValue<String> sentence) {
    return new Notice("notice-warning", "mdi2a-alert-outline", sentence);
  }

  /** Something is well. */
  public static Notice success(ObservableValue<String> sentence) {
    return new Notice("notice-success", "mdi2c-check-circle-outline", sentence);
  }
}
