package tunebench.ui.control;

import javafx.beans.value.ObservableValue;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

/** A figure with its name below, such as the mean error of an evaluation. */
public final class Chip extends VBox {

  public Chip(String name, ObservableValue<String> value, String meaning) {
    super(1);
    getStyleClass().add("chip");
    Label figure = Ui.whole(Ui.label("", "chip-value"));
    figure.textProperty().bind(value);
    getChildren().addAll(figure, Ui.label(name, "chip-name"));
    Ui.named(this, name, meaning);
    setFocusTraversable(false);
    value.subscribe(text -> setAccessibleText(name + ": " + text));
  }
}
