package tunebench.ui.journal;

import atlantafx.base.controls.ToggleSwitch;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;
import tunebench.run.JournalEntry;
import tunebench.ui.control.Chip;
import tunebench.ui.control.EmptyState;
import tunebench.ui.control.ExportProgress;
import tunebench.ui.control.Notice;
import tunebench.ui.control.Show;
import tunebench.ui.control.Ui;
import tunebench.ui.work.Desk;

/** The lab journal: each guess beside what was measured, with the cause. */
public final class JournalView extends StackPane {
  private final VBox list = new VBox(10);
  private final Desk desk;

  public JournalView(JournalViewModel model, Desk desk) {
    this.desk = desk;
    list.setId("journal");
    var scroll = new ScrollPane(list);
    scroll.setFitToWidth(true);
    var empty =
        new EmptyState(
            "mdi2n-notebook-outline",
            "No guess yet",
            "Before a lab shows its result it asks what you expect. Each guess stands here beside"
                + " what was measured, with the reason from your own run.");
    var body = new StackPane(scroll, empty);
    model
        .shownProperty()
        .subscribe(
            entries -> {
              list.getChildren().setAll(entries.stream().map(this::card).toList());
              scroll.setVisible(!entries.isEmpty());
              empty.setVisible(entries.isEmpty());
            });
    getChildren()
        .add(
            Ui.column(
                10,
                head(model),
                new ExportProgress(model.exporter(), "journal-export-cancel"),
                Notice.success(model.doneProperty()),
                Notice.danger(model.problemProperty()),
                source(model),
                Ui.tall(body)));
  }

  private Node head(JournalViewModel model) {
    var asking = new ToggleSwitch("Ask before each result");
    asking.selectedProperty().bindBidirectional(desk.journal().askingProperty());
    Ui.named(asking, "Ask before each result", "Results stay hidden until you guess or skip");
    Button open =
        Ui.button(
            "Open a page …",
            "mdi2f-folder-open-outline",
            "Shows a journal that was exported before",
            () -> desk.chooser().open("Open a journal's page", "html", model::open));
    var export = new MenuButton("Export");
    export.setGraphic(new FontIcon("mdi2e-export-variant"));
    Ui.named(export, "Export", "Writes the journal with charts and passports to a file");
    export.setId("journal-export");
    export.disableProperty().bind(model.exporter().stepProperty().isNotEmpty());
    for (String ending : List.of("html", "pdf")) {
      var item = new MenuItem(ending.equals("pdf") ? "Document (PDF)" : "Page (HTML, one file)");
      item.setOnAction(
          event -> desk.chooser().save("Export the journal", "journal." + ending, model::export));
      export.getItems().add(item);
    }
    return Ui.row(10, asking, Ui.spring(), open, export);
  }

  private static Node source(JournalViewModel model) {
    Label says = Ui.prose("");
    says.textProperty().bind(model.sourceProperty().map(file -> "This is the journal of " + file));
    Button own = Ui.button("Back to your own", "mdi2a-arrow-left", "", model::own);
    var row = Ui.row(10, Ui.wide(says), own);
    model
        .sourceProperty()
        .subscribe(
            file -> {
              row.setVisible(!file.isEmpty());
              row.setManaged(!file.isEmpty());
            });
    return row;
  }

  private Node card(JournalEntry entry) {
    var figures =
        new FlowPane(
            8,
            8,
            chip("Guess", entry.skipped() ? "Skipped" : amount(entry.guess(), entry)),
            chip("Measured", entry.known() ? amount(entry.measured(), entry) : "Not yet"));
    Label when = Ui.label(Show.moment(entry.guessed()), "text-muted");
    var head =
        Ui.row(
            8,
            Ui.label("Lab " + entry.lab(), "tag"),
            Ui.title(capital(entry.quantity())),
            Ui.label(entry.title(), "text-muted"),
            Ui.spring(),
            when);
    String run = entry.run();
    if (run != null && desk.runs().find(run).isPresent()) {
      head.getChildren()
          .add(
              Ui.icon(
                  "mdi2o-open-in-app",
                  "Opens the run in its lab",
                  () -> desk.openRun().accept(run)));
    }
    List<Label> words = List.of(Ui.prose(entry.verdict(), "setting-name"), Ui.prose(entry.cause()));
    var card = Ui.card(head, figures);
    words.stream().filter(label -> !label.getText().isEmpty()).forEach(card.getChildren()::add);
    return card;
  }

  private static String amount(double value, JournalEntry entry) {
    return Question.amount(value, entry.unit());
  }

  private static Node chip(String name, String value) {
    return new Chip(name, new javafx.beans.property.SimpleStringProperty(value), name);
  }

  private static String capital(String text) {
    return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }
}
