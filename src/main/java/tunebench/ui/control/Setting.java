package tunebench.ui.control;

import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/** A setting: its name, its control, its usual values below it and its explanation on demand. */
public final class Setting extends VBox {

  /**
   * A setting of a form.
   *
   * @param name as the run's record calls it to people
   * @param control that changes it
   * @param usual its usual values
   * @param meaning one or two sentences; shown as a tooltip and read by screen readers
   */
  public Setting(String name, Node control, String usual, String meaning) {
    super(3);
    getStyleClass().add("setting");
    Label title = Ui.label(name, "setting-name");
    title.setLabelFor(control);
    var help = new FontIcon("mdi2i-information-outline");
    help.getStyleClass().add("help-icon");
    var head = Ui.row(5, title, help);
    Ui.named(head, name, meaning);
    Ui.named(control, name, meaning);
    if (control instanceof Region region) {
      region.setMaxWidth(Double.MAX_VALUE);
    }
    explain(control, meaning);
    getChildren().addAll(head, control);
    if (!usual.isEmpty()) {
      getChildren().add(Ui.prose(usual, "usual"));
    }
  }

  /**
   * Who comes by keys has no pointer to rest on the control: the explanation comes with the focus.
   */
  private static void explain(Node control, String meaning) {
    @Nullable Tooltip[] tip = new Tooltip[1];
    control
        .focusVisibleProperty()
        .subscribe(
            (before, now) -> {
              Bounds at = control.localToScreen(control.getBoundsInLocal());
              if (now && at != null && !meaning.isEmpty()) {
                Tooltip shown = Ui.tooltip(meaning);
                tip[0] = shown;
                shown.show(control, at.getMinX(), at.getMaxY() + 4);
              } else if (tip[0] != null) {
                tip[0].hide();
              }
            });
  }
}
