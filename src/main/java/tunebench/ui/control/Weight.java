package tunebench.ui.control;

import atlantafx.base.controls.ToggleSwitch;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.canvas.Canvas;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBoxBase;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Slider;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TabPane;
import javafx.scene.control.TextInputControl;

/**
 * About how many nodes have to be styled when one is shown first. A control has none of its inside
 * before that, so its kind tells.
 */
final class Weight {
  private Weight() {}

  static int of(Node node) {
    return switch (node) {
      case Label label -> 2 + (label.getGraphic() == null ? 0 : of(label.getGraphic()));
      case CheckBox box -> 5;
      case ButtonBase button -> 3 + (button.getGraphic() == null ? 0 : of(button.getGraphic()));
      case ComboBoxBase<?> box -> 24;
      case TextInputControl field -> 10;
      case Slider slider -> 6;
      case ToggleSwitch toggle -> 6;
      case ProgressIndicator progress -> 8;
      case ScrollPane pane -> 10 + (pane.getContent() == null ? 0 : of(pane.getContent()));
      case SplitPane pane -> 4 + pane.getItems().stream().mapToInt(Weight::of).sum();
      case TabPane tabs ->
          12
              + tabs.getTabs().stream()
                  .mapToInt(tab -> 4 + (tab.getContent() == null ? 0 : of(tab.getContent())))
                  .sum();
      // Tables above all.
      case Control control -> 30;
      case Canvas canvas -> 24;
      case Parent parent ->
          1 + parent.getChildrenUnmodifiable().stream().mapToInt(Weight::of).sum();
      default -> 1;
    };
  }
}
