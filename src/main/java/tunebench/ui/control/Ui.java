package tunebench.ui.control;

import javafx.event.EventHandler;
import javafx.geometry.Orientation;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.Separator;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/** Makes the small things that every screen is built of. */
public final class Ui {
  private Ui() {}

  /** A label with style classes. */
  public static Label label(String text, String... styles) {
    var label = new Label(text);
    label.getStyleClass().addAll(styles);
    return label;
  }

  /** A label that wraps. */
  public static Label prose(String text, String... styles) {
    Label label = label(text, styles);
    label.setWrapText(true);
    // Without it a wrapped label in a box shrinks to one line and an ellipsis.
    label.setMinHeight(Region.USE_PREF_SIZE);
    return label;
  }

  /** A heading with which a screen reader can find its way. */
  public static Label title(String text) {
    return whole(label(text, "card-title"));
  }

  /** A button with an icon and a tooltip that says more. */
  public static Button button(String text, String icon, String tip, Runnable action) {
    var button = new Button(text, new FontIcon(icon));
    // A button says all it does; others give way where room is short.
    button.setMinWidth(Region.USE_PREF_SIZE);
    button.setOnAction(event -> action.run());
    return named(button, text.isEmpty() ? tip : text, tip);
  }

  /** The button that one would most likely press. */
  public static Button primary(String text, String icon, String tip, Runnable action) {
    Button button = button(text, icon, tip, action);
    button.getStyleClass().add("accent");
    return button;
  }

  /** A button that shows an icon alone. */
  public static Button icon(String icon, String tip, Runnable action) {
    Button button = button("", icon, tip, action);
    button.getStyleClass().addAll("button-icon", "flat");
    return button;
  }

  /** Gives a control a name for screen readers, and a tooltip. */
  public static <N extends Node> N named(N node, String name, String tip) {
    node.setAccessibleText(name);
    if (!tip.isEmpty()) {
      node.setAccessibleHelp(tip);
      tip(node, tip);
    }
    return node;
  }

  /** A tooltip is a window with a scene: it is made when the pointer first comes, not before. */
  public static void tip(Node node, String tip) {
    node.addEventHandler(
        MouseEvent.MOUSE_ENTERED,
        new EventHandler<>() {
          @Override
          public void handle(MouseEvent event) {
            node.removeEventHandler(MouseEvent.MOUSE_ENTERED, this);
            Tooltip.install(node, tooltip(tip));
          }
        });
  }

  static Tooltip tooltip(String tip) {
    var tooltip = new Tooltip(tip);
    tooltip.setWrapText(true);
    tooltip.setMaxWidth(420);
    return tooltip;
  }

  /** Ctrl and a key do something while a node is in a window, wherever the focus is. */
  public static void shortcut(Node node, KeyCode key, Runnable action) {
    var keys = new KeyCodeCombination(key, KeyCombination.SHORTCUT_DOWN);
    node.sceneProperty()
        .subscribe(
            (before, now) -> {
              if (before != null) {
                before.getAccelerators().remove(keys, action);
              }
              if (now != null) {
                now.getAccelerators().put(keys, action);
              }
            });
  }

  /** Nodes side by side, centred. */
  public static HBox row(double gap, Node... nodes) {
    var row = new HBox(gap, nodes);
    row.setAlignment(Pos.CENTER_LEFT);
    return row;
  }

  /** Nodes below each other. */
  public static VBox column(double gap, Node... nodes) {
    return new VBox(gap, nodes);
  }

  /** A surface with a border that holds one subject. */
  public static VBox card(Node... nodes) {
    var card = new VBox(10, nodes);
    card.getStyleClass().add("panel");
    return card;
  }

  /** Takes the room that is left in a row. */
  public static Region spring() {
    var spring = new Region();
    HBox.setHgrow(spring, Priority.ALWAYS);
    return spring;
  }

  /** Lets a node take the room that is left in a column, and returns it. */
  public static <N extends Node> N tall(N node) {
    VBox.setVgrow(node, Priority.ALWAYS);
    return node;
  }

  /** Lets a node take the room that is left in a row, and returns it. */
  public static <N extends Node> N wide(N node) {
    HBox.setHgrow(node, Priority.ALWAYS);
    if (node instanceof Later room) {
      // What takes the room that is left takes less where less is left.
      room.setMinWidth(0);
    }
    return node;
  }

  /** A line between things in a row. */
  public static Separator divider() {
    return new Separator(Orientation.VERTICAL);
  }

  /** Keeps a label whole where room is short; others give way. */
  public static <L extends Labeled> L whole(L label) {
    label.setMinWidth(Region.USE_PREF_SIZE);
    return label;
  }
}
