package tunebench.ui.control;

import java.util.List;
import java.util.function.Function;
import javafx.beans.property.Property;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;

/** Controls that choose one of several. */
public final class Choice {
  private Choice() {}

  /** A list that drops down, bound to a property. */
  public static <T> ComboBox<T> box(
      ObservableList<T> items, Property<@Nullable T> value, Function<T, String> show) {
    ComboBox<T> box = new ComboBox<>(items);
    box.setMaxWidth(Double.MAX_VALUE);
    box.setConverter(
        new StringConverter<T>() {
          @Override
          public String toString(@Nullable T item) {
            return item == null ? "" : show.apply(item);
          }

          @Override
          public @Nullable T fromString(String text) {
            return null;
          }
        });
    // A list that changes clears what the box shows; the choice itself stands.
    items.addListener((ListChangeListener<T>) change -> box.setValue(value.getValue()));
    // Not bound both ways: a list that is filled anew must not clear the choice.
    value.subscribe(box::setValue);
    box.setOnAction(
        event -> {
          if (box.getValue() != null && !box.getValue().equals(value.getValue())) {
            value.setValue(box.getValue());
          }
        });
    return box;
  }

  /** The same for a fixed list of words. */
  public static ComboBox<String> words(List<String> items, Property<String> value) {
    return box(FXCollections.observableArrayList(items), value, word -> word);
  }

  /** Buttons in a row of which one is down. */
  public static <T> HBox segments(List<T> items, Property<T> value, Function<T, String> show) {
    var group = new ToggleGroup();
    var row = new HBox();
    row.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
    row.setMinWidth(javafx.scene.layout.Region.USE_PREF_SIZE);
    row.getStyleClass().add("seg");
    for (int i = 0; i < items.size(); i++) {
      T item = items.get(i);
      var button = new ToggleButton(show.apply(item));
      button.setToggleGroup(group);
      button.setAccessibleText(show.apply(item));
      button
          .getStyleClass()
          .add(i == 0 ? "left-pill" : i == items.size() - 1 ? "right-pill" : "center-pill");
      button.setMinWidth(javafx.scene.layout.Region.USE_PREF_SIZE);
      button.setOnAction(event -> value.setValue(item));
      // The property decides which is down, so that a click on the one that is down changes
      // nothing.
      value.subscribe(now -> button.setSelected(item.equals(now)));
      button
          .selectedProperty()
          .subscribe(down -> button.setSelected(item.equals(value.getValue())));
      row.getChildren().add(button);
    }
    return row;
  }
}
