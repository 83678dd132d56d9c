package tunebench.ui.runs;

import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;
import tunebench.run.RunRecord;
import tunebench.ui.control.ExportProgress;
import tunebench.ui.control.Notice;
import tunebench.ui.control.Ui;
import tunebench.ui.work.Desk;

/** What can be done with the picked runs, and what came of it. */
final class SideActions extends VBox {
  private final RunsViewModel model;
  private final Desk desk;

  SideActions(RunsViewModel model, Desk desk) {
    super(10);
    this.model = model;
    this.desk = desk;
    Button again =
        Ui.button(
            "Run again with a change",
            "mdi2r-repeat",
            "Takes the first run's settings into lab 4",
            () -> first().ifPresent(model::again));
    again.setId("again");
    Button open =
        Ui.button(
            "Open in its lab",
            "mdi2o-open-in-app",
            "Opens the first run in its lab",
            () -> first().ifPresent(run -> model.open(run.summary().id())));
    getChildren()
        .addAll(
            Ui.row(8, Ui.title("Side by side"), Ui.spring(), open, again, repeat(), export()),
            new ExportProgress(model.exporter(), "export-runs-cancel"),
            Notice.danger(model.problemProperty()),
            Notice.success(model.doneProperty()),
            Notice.success(model.again().sameProperty()),
            Notice.warning(model.again().otherProperty()),
            Notice.danger(model.again().problemProperty()));
  }

  private Node export() {
    var menu = new MenuButton("Export");
    menu.setGraphic(new FontIcon("mdi2e-export-variant"));
    Ui.named(menu, "Export", "Writes what is side by side to a file");
    menu.setId("export-runs");
    menu.disableProperty().bind(model.exporter().stepProperty().isNotEmpty());
    for (RunsFormat format : RunsFormat.values()) {
      var item = new MenuItem(format.words());
      item.setOnAction(
          event ->
              desk.chooser()
                  .save(
                      "Export runs",
                      "runs." + format.ending(),
                      file -> model.export(format, file)));
      menu.getItems().add(item);
    }
    var passport = new MenuItem("Passport of the first run (JSON)");
    passport.setOnAction(
        event -> desk.chooser().save("Export a passport", "passport.json", model::exportPassport));
    menu.getItems().add(passport);
    return menu;
  }

  private Node repeat() {
    var menu = new MenuButton("Make again");
    menu.setId("make-again");
    menu.setGraphic(new FontIcon("mdi2c-content-duplicate"));
    Ui.named(menu, "Make again", "Repeats the first run, to the bit or with other seeds");
    var same = new MenuItem("The same, and compare bit by bit");
    same.setOnAction(event -> first().ifPresent(model.again()::replay));
    var seeds = new MenuItem("Noise floor: with two other seeds");
    seeds.setOnAction(event -> first().ifPresent(model.again()::seeds));
    menu.getItems().setAll(same, seeds);
    return menu;
  }

  private Optional<RunRecord> first() {
    SideBySide side = model.sideProperty().get();
    return side == null ? Optional.empty() : side.comparison().runs().stream().findFirst();
  }
}
