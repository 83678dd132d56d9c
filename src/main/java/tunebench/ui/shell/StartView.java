package tunebench.ui.shell;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.geometry.Insets;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;
import tunebench.ui.control.Notice;
import tunebench.ui.control.RunWords;
import tunebench.ui.control.Show;
import tunebench.ui.control.Ui;
import tunebench.ui.work.Desk;
import tunebench.ui.work.Place;

/** The first screen. */
final class StartView extends ScrollPane {
  private static final int RECENT = 5;

  StartView(StartViewModel model, Desk desk) {
    setFitToWidth(true);
    var page = new VBox(18);
    page.setPadding(new Insets(26, 36, 30, 36));
    page.setMaxWidth(1500);
    page.getChildren()
        .addAll(
            hero(model),
            Notice.danger(model.problemProperty()),
            Notice.danger(desk.workspace().problemProperty()),
            Notice.warning(model.resumableProperty()),
            tiles(desk),
            recents(model, desk));
    // In the middle of a wide window, not at its left edge.
    setContent(new StackPane(page));
    setAccessibleText("Start");
  }

  private static Node hero(StartViewModel model) {
    Label title = Ui.prose("Take a language model apart, and teach it to price products", "hero");
    Label says =
        Ui.prose(
            "Five labs lead from a model's weights to a tuned model that you can trust. A small"
                + " model and 3,000 products ship with Tunebench, so every lab works right now,"
                + " on this machine, without a network.",
            "text-muted");
    says.setMaxWidth(860);
    Button begin =
        Ui.primary(
            "Take the shipped model apart",
            "mdi2p-play",
            "Opens lab 1 on the model that ships",
            model::begin);
    begin.setId("begin");
    begin.setDefaultButton(true);
    Button sample =
        Ui.button(
            "Look at the shipped products",
            "mdi2t-table",
            "Imports the sample file and opens lab 3",
            model::prepareSample);
    sample.setId("sample");
    var actions = Ui.row(10, begin, sample);
    actions.setPadding(new Insets(8, 0, 0, 0));
    return Ui.column(6, title, says, actions);
  }

  private static Node tiles(Desk desk) {
    var grid = new GridPane(12, 12);
    List<Place> labs = List.of(Place.values()).stream().filter(Place::lab).toList();
    for (int i = 0; i < labs.size(); i++) {
      grid.add(tile(labs.get(i), desk), i, 0);
      var column = new ColumnConstraints();
      column.setPercentWidth(100.0 / labs.size());
      grid.getColumnConstraints().add(column);
    }
    return grid;
  }

  private static Node tile(Place lab, Desk desk) {
    var icon = new FontIcon(lab.icon());
    icon.getStyleClass().add("tile-icon");
    Label says = Ui.prose(lab.lesson().replace('\n', ' '), "text-muted");
    var tile = new VBox(8, icon, Ui.label(lab.title(), "tile-title"), says);
    tile.getStyleClass().add("lab-tile");
    // No button: a button's graphic does not wrap its text to the button's width.
    tile.setFocusTraversable(true);
    tile.setAccessibleRole(AccessibleRole.BUTTON);
    tile.setOnMouseClicked(event -> desk.go().accept(lab));
    tile.setOnKeyPressed(
        key -> {
          if (key.getCode() == KeyCode.ENTER || key.getCode() == KeyCode.SPACE) {
            desk.go().accept(lab);
          }
        });
    return Ui.named(tile, "Lab " + lab.title() + ". " + lab.lesson(), "");
  }

  private static Node recents(StartViewModel model, Desk desk) {
    var grid = new GridPane(12, 12);
    grid.addRow(
        0,
        recent(
            "Models",
            info -> "mdi2c-cube-outline",
            "Models that you open appear here.",
            desk.workspace().models(),
            info -> info.name(),
            info ->
                Show.text(
                    "%s · %s parameters · %d layers",
                    Show.family(info.family()), Show.shortCount(info.parameters()), info.layers()),
            model::open),
        recent(
            "Datasets",
            info -> "mdi2t-table",
            "Files that you import in lab 3 appear here.",
            desk.workspace().datasets(),
            info -> info.name(),
            info -> Show.text("%,d products · %s", info.accepted(), Show.moment(info.imported())),
            model::open),
        recent(
            "Runs",
            run -> RunWords.icon(run.status()),
            "Trainings and evaluations appear here.",
            desk.runs().runs(),
            RunWords::name,
            RunWords::line,
            model::open));
    for (int i = 0; i < 3; i++) {
      var column = new ColumnConstraints();
      column.setPercentWidth(100.0 / 3);
      column.setHgrow(Priority.ALWAYS);
      grid.getColumnConstraints().add(column);
    }
    return grid;
  }

  private static <T> Node recent(
      String title,
      Function<T, String> icon,
      String none,
      ObservableList<T> items,
      Function<T, String> name,
      Function<T, String> detail,
      Consumer<T> open) {
    var list = new VBox(1);
    var card = Ui.card(Ui.title("Recent " + title.toLowerCase(java.util.Locale.ROOT)), list);
    card.setMinHeight(150);
    GridPane.setFillHeight(card, true);
    Runnable fill =
        () -> {
          list.getChildren().clear();
          items.stream()
              .limit(RECENT)
              .forEach(item -> list.getChildren().add(entry(icon, name, detail, open, item)));
          if (items.isEmpty()) {
            list.getChildren().add(Ui.prose(none, "text-muted"));
          }
        };
    // Lists change with each event of a run: they are filled when somebody sees them.
    var stale = new SimpleBooleanProperty(true);
    Runnable look =
        () -> {
          if (stale.get() && list.getScene() != null) {
            stale.set(false);
            fill.run();
          }
        };
    items.addListener(
        (ListChangeListener<T>)
            change -> {
              stale.set(true);
              look.run();
            });
    list.sceneProperty().subscribe(scene -> look.run());
    return card;
  }

  private static <T> Node entry(
      Function<T, String> icon,
      Function<T, String> name,
      Function<T, String> detail,
      Consumer<T> open,
      T item) {
    var text = Ui.column(0, Ui.label(name.apply(item)), Ui.label(detail.apply(item), "fact-name"));
    var button = new Button(null, Ui.row(10, new FontIcon(icon.apply(item)), text));
    button.getStyleClass().add("recent");
    button.setMnemonicParsing(false);
    button.setMaxWidth(Double.MAX_VALUE);
    button.setOnAction(event -> open.accept(item));
    return Ui.named(button, "Open " + name.apply(item), detail.apply(item));
  }
}
