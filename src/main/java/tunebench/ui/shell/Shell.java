package tunebench.ui.shell;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.IntConsumer;
import javafx.beans.InvalidationListener;
import javafx.beans.Observable;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;
import tunebench.ui.control.Later;
import tunebench.ui.control.TextScale;
import tunebench.ui.control.Ui;
import tunebench.ui.pane.ModelPane;
import tunebench.ui.work.Desk;
import tunebench.ui.work.Place;

/** The frame: where one can go above, what one works on at the left, how it stands below. */
public final class Shell extends BorderPane {
  private static final Place[] ALL =
      Arrays.stream(Place.values()).filter(Place::tab).toArray(Place[]::new);

  private final Places places;
  private final IntConsumer textSize;

  /**
   * The frame of a window, before or after its service was found.
   *
   * @param labs makes the content of a place other than the start
   * @param textSize makes text larger for 1, smaller for -1, as usual for 0
   * @param restart looks for the service again, or starts it
   * @param soon runs an action when a place can be made without holding the window up
   */
  public Shell(
      Desk desk,
      Function<Place, Node> labs,
      BiConsumer<Place, Runnable> soon,
      IntConsumer textSize,
      Runnable restart) {
    this.textSize = textSize;
    var start = new StartViewModel(desk);
    places =
        new Places(
            place -> {
              if (place == Place.START) {
                return new StartView(start, desk);
              }
              var frame = new LabFrame(place, this::go);
              soon.accept(place, () -> frame.fill(desk.work(), labs.apply(place)));
              return frame;
            });
    var side = new StackPane();
    TextScale.wide(side, ModelPane.WIDTH, ModelPane.WIDTH);
    getStyleClass().add("page");
    setTop(new VBox(header(desk)));
    setCenter(places);
    var status = new StatusViewModel(desk);
    setBottom(new StatusBar(status, desk, () -> new DevicePage(status, desk).show(this), restart));
    places.placeProperty().subscribe(place -> setLeft(place.lab() ? side : null));
    onceInLab(
        () ->
            // The start's rehearsal has the model pane in it.
            soon.accept(
                Place.START,
                () ->
                    side.getChildren().setAll(Later.part(desk.work(), () -> new ModelPane(desk)))));
    keys();
  }

  /** Not before it is seen: then all of it would have to be styled in one frame. */
  private void onceInLab(Runnable action) {
    var once =
        new InvalidationListener() {
          @Override
          public void invalidated(Observable changed) {
            if (place().lab()) {
              places.placeProperty().removeListener(this);
              action.run();
            }
          }
        };
    places.placeProperty().addListener(once);
    once.invalidated(places.placeProperty());
  }

  /** Goes to a place. */
  public void go(Place place) {
    places.placeProperty().set(place);
  }

  /** Where the window is. */
  public Place place() {
    return places.placeProperty().get();
  }

  private Node header(Desk desk) {
    var icon = new FontIcon("mdi2t-tune-vertical");
    icon.getStyleClass().add("brand-icon");
    var brand = Ui.row(8, icon, brand());
    brand.setPadding(new javafx.geometry.Insets(0, 14, 0, 4));
    Button theme =
        Ui.icon("mdi2t-theme-light-dark", "Light or dark (Ctrl+Shift+L)", () -> flip(desk));
    theme.setId("theme");
    Button journal =
        Ui.icon(Place.JOURNAL.icon(), Place.JOURNAL.title() + " (Ctrl+8)", () -> go(Place.JOURNAL));
    journal.setId("place-journal");
    Button help = Ui.icon("mdi2k-keyboard-outline", "Keys (F1)", () -> new KeysPage().show(this));
    var row = new HBox(0, brand);
    row.getStyleClass().add("places");
    row.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
    row.getChildren().addAll(tabs());
    row.getChildren().addAll(Ui.spring(), journal, textMenu(), theme, help);
    return row;
  }

  /** The program's name: with large text it gives way to the places. */
  private static Node brand() {
    Label name = Ui.label("Tunebench", "brand");
    name.setMinWidth(0);
    name.setTextOverrun(OverrunStyle.CLIP);
    return name;
  }

  private Node textMenu() {
    var menu = new MenuButton("", new FontIcon("mdi2f-format-size"));
    menu.setId("text-size");
    menu.getStyleClass().addAll("button-icon", "flat", "no-arrow");
    Ui.named(menu, "Size of text", "Larger or smaller text (Ctrl+Plus, Ctrl+Minus, Ctrl+0)");
    menu.getItems()
        .addAll(sized("Larger text", 1), sized("Smaller text", -1), sized("Usual size of text", 0));
    return menu;
  }

  private MenuItem sized(String words, int way) {
    var item = new MenuItem(words);
    item.setOnAction(event -> textSize.accept(way));
    return item;
  }

  private Node[] tabs() {
    var group = new ToggleGroup();
    Map<Place, ToggleButton> buttons = new EnumMap<>(Place.class);
    Node[] row = new Node[ALL.length];
    for (int i = 0; i < ALL.length; i++) {
      Place place = ALL[i];
      var button = new ToggleButton(place.title(), new FontIcon(place.icon()));
      button.getStyleClass().add("place");
      button.setId("place-" + place.name().toLowerCase(java.util.Locale.ROOT));
      button.setToggleGroup(group);
      button.setMinWidth(USE_PREF_SIZE);
      button.setOnAction(event -> go(place));
      Ui.named(button, place.title(), place.lesson().strip() + " (Ctrl+" + (i + 1) + ")");
      button.setAccessibleRole(javafx.scene.AccessibleRole.TAB_ITEM);
      buttons.put(place, button);
      row[i] = button;
    }
    places
        .placeProperty()
        .subscribe(now -> buttons.forEach((place, button) -> button.setSelected(place == now)));
    // A second click on the open place must not lift its button.
    buttons.forEach(
        (place, button) ->
            button
                .selectedProperty()
                .subscribe(down -> button.setSelected(place == places.placeProperty().get())));
    return row;
  }

  private static void flip(Desk desk) {
    desk.dark().set(!desk.dark().get());
  }

  private void keys() {
    sceneProperty()
        .subscribe(
            scene -> {
              if (scene == null) {
                return;
              }
              KeyCode[] digits = {
                KeyCode.DIGIT1,
                KeyCode.DIGIT2,
                KeyCode.DIGIT3,
                KeyCode.DIGIT4,
                KeyCode.DIGIT5,
                KeyCode.DIGIT6,
                KeyCode.DIGIT7
              };
              for (int i = 0; i < ALL.length; i++) {
                Place place = ALL[i];
                scene
                    .getAccelerators()
                    .put(
                        new KeyCodeCombination(digits[i], KeyCombination.SHORTCUT_DOWN),
                        () -> go(place));
              }
              scene
                  .getAccelerators()
                  .put(
                      new KeyCodeCombination(KeyCode.DIGIT8, KeyCombination.SHORTCUT_DOWN),
                      () -> go(Place.JOURNAL));
              scene
                  .getAccelerators()
                  .put(new KeyCodeCombination(KeyCode.F1), () -> new KeysPage().show(this));
            });
  }
}
