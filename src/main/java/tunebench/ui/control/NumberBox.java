package tunebench.ui.control;

import java.util.OptionalDouble;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.css.PseudoClass;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;

/**
 * A field for one number. What is typed counts at once when it is a number within bounds; else the
 * field is marked and the last good value stays.
 */
public final class NumberBox extends TextField {
  private static final PseudoClass DANGER = PseudoClass.getPseudoClass("danger");

  private final DoubleProperty value = new SimpleDoubleProperty(Double.NaN);
  private final double least;
  private final double most;
  private final boolean whole;
  private boolean typing;

  private NumberBox(double least, double most, boolean whole) {
    this.least = least;
    this.most = most;
    this.whole = whole;
    setPrefColumnCount(8);
    getStyleClass().add("number-box");
    value.subscribe(this::show);
    textProperty().subscribe(this::typed);
    setOnKeyPressed(
        key -> {
          if (whole && key.getCode() == KeyCode.UP) {
            value.set(Math.min(most, value.get() + 1));
          } else if (whole && key.getCode() == KeyCode.DOWN) {
            value.set(Math.max(least, value.get() - 1));
          }
        });
    focusedProperty()
        .subscribe(
            focused -> {
              if (!focused) {
                show(value.get());
              }
            });
  }

  /** For whole numbers. */
  public static NumberBox whole(long least, long most) {
    return new NumberBox(least, most, true);
  }

  /** For any number. */
  public static NumberBox real(double least, double most) {
    return new NumberBox(least, most, false);
  }

  public DoubleProperty valueProperty() {
    return value;
  }

  private void typed(String text) {
    OptionalDouble number = parse(text);
    boolean good =
        number.isPresent() && number.getAsDouble() >= least && number.getAsDouble() <= most;
    pseudoClassStateChanged(DANGER, !good);
    if (good) {
      typing = true;
      value.set(number.getAsDouble());
      typing = false;
    }
  }

  private OptionalDouble parse(String text) {
    try {
      String bare = text.strip().replace(",", "").replace("_", "");
      return OptionalDouble.of(whole ? Long.parseLong(bare) : Double.parseDouble(bare));
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }

  private void show(Number number) {
    if (typing || Double.isNaN(number.doubleValue())) {
      return;
    }
    setText(text(number.doubleValue()));
  }

  private String text(double number) {
    if (whole) {
      return Long.toString((long) number);
    }
    if (number != 0 && Math.abs(number) < 1e-3) {
      return Double.toString(number).replace(".0E", "e").replace('E', 'e');
    }
    return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
  }
}
