package tunebench.ui.control;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import javafx.beans.property.ObjectProperty;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.layout.VBox;

/**
 * A form over one record: each field reads its part of the record, and puts back a record with that
 * part changed.
 *
 * @param <R> the record
 */
public final class Form<R> {
  private final ObjectProperty<R> value;
  private final List<Node> fields = new ArrayList<>();

  public Form(ObjectProperty<R> value) {
    this.value = value;
  }

  /** A whole number. */
  public Form<R> whole(
      String name,
      long least,
      long most,
      String usual,
      String meaning,
      ToDoubleFunction<R> get,
      BiFunction<R, Double, R> with) {
    return number(NumberBox.whole(least, most), name, usual, meaning, get, with);
  }

  /** Any number. */
  public Form<R> real(
      String name,
      double least,
      double most,
      String usual,
      String meaning,
      ToDoubleFunction<R> get,
      BiFunction<R, Double, R> with) {
    return number(NumberBox.real(least, most), name, usual, meaning, get, with);
  }

  private Form<R> number(
      NumberBox box,
      String name,
      String usual,
      String meaning,
      ToDoubleFunction<R> get,
      BiFunction<R, Double, R> with) {
    box.setId("field-" + name.toLowerCase(java.util.Locale.ROOT).replace(' ', '-'));
    value.subscribe(now -> box.valueProperty().set(get.applyAsDouble(now)));
    box.valueProperty()
        .subscribe(
            (before, typed) -> {
              if (typed.doubleValue() != get.applyAsDouble(value.get())) {
                value.set(with.apply(value.get(), typed.doubleValue()));
              }
            });
    fields.add(new Setting(name, box, usual, meaning));
    return this;
  }

  /** Yes or no. */
  public Form<R> check(
      String name, String meaning, Function<R, Boolean> get, BiFunction<R, Boolean, R> with) {
    var box = new CheckBox(name);
    box.setWrapText(true);
    value.subscribe(now -> box.setSelected(get.apply(now)));
    box.selectedProperty()
        .subscribe(
            (before, on) -> {
              if (!on.equals(get.apply(value.get()))) {
                value.set(with.apply(value.get(), on));
              }
            });
    fields.add(Ui.named(box, name, meaning));
    return this;
  }

  /** The fields below each other. */
  public VBox column() {
    var column = new VBox(10);
    column.getChildren().addAll(fields);
    return column;
  }

  /** The fields in two columns. */
  public javafx.scene.layout.GridPane pairs() {
    var grid = new javafx.scene.layout.GridPane(10, 10);
    for (int i = 0; i < 2; i++) {
      var column = new javafx.scene.layout.ColumnConstraints();
      column.setPercentWidth(50);
      grid.getColumnConstraints().add(column);
    }
    for (int i = 0; i < fields.size(); i++) {
      Node field = fields.get(i);
      grid.add(field, i % 2, i / 2);
      javafx.scene.layout.GridPane.setValignment(field, javafx.geometry.VPos.TOP);
    }
    return grid;
  }
}
