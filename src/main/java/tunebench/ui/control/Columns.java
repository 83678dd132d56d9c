package tunebench.ui.control;

import java.util.Comparator;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.geometry.Pos;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.Tooltip;

/** Columns of tables. */
public final class Columns {
  private Columns() {}

  /** A column of text, with the whole text as a tooltip where it is cut. */
  public static <R> TableColumn<R, String> text(
      String name, double width, Function<R, String> value) {
    TableColumn<R, String> column = new TableColumn<>(name);
    TextScale.size(column, width);
    column.setCellValueFactory(cell -> new ReadOnlyObjectWrapper<>(value.apply(cell.getValue())));
    column.setCellFactory(
        owner ->
            new TableCell<>() {
              private String whole = "";

              {
                // Made when the pointer comes: a table has many cells and a tooltip is a window.
                setOnMouseEntered(
                    event -> {
                      if (!whole.isEmpty() && getTooltip() == null) {
                        setTooltip(new Tooltip(whole));
                      }
                    });
              }

              @Override
              protected void updateItem(String item, boolean empty) {
                super.updateItem(item, empty);
                boolean none = empty || item == null;
                setText(none ? null : item);
                whole = none || item.length() < 24 ? "" : item;
                setTooltip(null);
              }
            });
    return column;
  }

  /** A column of figures: to the right, sorted by value. */
  public static <R> TableColumn<R, Double> figure(
      String name, double width, ToDoubleFunction<R> value, Function<Double, String> show) {
    TableColumn<R, Double> column = new TableColumn<>(name);
    TextScale.size(column, width);
    column.getStyleClass().add("figure-column");
    column.setComparator(Comparator.naturalOrder());
    column.setCellValueFactory(
        cell -> new ReadOnlyObjectWrapper<>(value.applyAsDouble(cell.getValue())));
    column.setCellFactory(
        owner ->
            new TableCell<>() {
              @Override
              protected void updateItem(Double item, boolean empty) {
                super.updateItem(item, empty);
                setText(empty || item == null ? null : show.apply(item));
                setAlignment(Pos.CENTER_RIGHT);
              }
            });
    return column;
  }

  /** Explains a column's name when the pointer rests on it, and to screen readers. */
  public static <R, T> TableColumn<R, T> explained(TableColumn<R, T> column, String meaning) {
    // A column is no node and its header cannot be reached: a label of ours stands in it.
    column.setGraphic(
        Ui.named(Ui.label(column.getText(), "column-name"), column.getText(), meaning));
    column.setText("");
    return column;
  }

  /** Keeps a column at its width, so that columns of text get the room that is left. */
  public static <R, T> TableColumn<R, T> narrow(TableColumn<R, T> column) {
    column.setMinWidth(column.getPrefWidth());
    column.setMaxWidth(column.getPrefWidth());
    return column;
  }

  /** A column that shows a band by sign, word and colour. */
  public static <R> TableColumn<R, Mark> mark(Function<R, Mark> value) {
    TableColumn<R, Mark> column = new TableColumn<>("Band");
    TextScale.size(column, 86);
    narrow(column);
    column.setCellValueFactory(cell -> new ReadOnlyObjectWrapper<>(value.apply(cell.getValue())));
    column.setCellFactory(
        owner ->
            new TableCell<>() {
              @Override
              protected void updateItem(Mark item, boolean empty) {
                super.updateItem(item, empty);
                for (Mark mark : Mark.values()) {
                  getStyleClass().remove(mark.style());
                }
                setText(empty || item == null ? null : item.sign() + " " + item.word());
                if (!empty && item != null) {
                  getStyleClass().add(item.style());
                }
              }
            });
    return column;
  }
}
