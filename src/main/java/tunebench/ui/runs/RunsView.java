package tunebench.ui.runs;

import java.util.List;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import tunebench.run.RunKind;
import tunebench.run.RunSummary;
import tunebench.ui.control.Columns;
import tunebench.ui.control.EmptyState;
import tunebench.ui.control.Later;
import tunebench.ui.control.Notice;
import tunebench.ui.control.RunWords;
import tunebench.ui.control.Show;
import tunebench.ui.control.StatePane;
import tunebench.ui.control.TextScale;
import tunebench.ui.control.Ui;
import tunebench.ui.work.Desk;

/** All runs at the left; those that are picked, side by side, at the right. */
public final class RunsView extends StackPane {

  public RunsView(RunsViewModel model, Desk desk) {
    var empty =
        new EmptyState(
            "mdi2c-compare",
            "Pick runs on the left",
            "One to look at, two or more to compare (hold Ctrl or Shift). Only the settings that"
                + " differ are shown, and whether the difference is more than chance.");
    var right =
        new StatePane(
            model.screen(), Later.part(desk.work(), () -> new SideView(model, desk)), empty);
    var split = new SplitPane(Later.part(desk.work(), () -> list(model, desk)), right);
    split.setDividerPositions(0.38);
    getChildren().add(split);
    setOnDragOver(
        event -> {
          if (event.getDragboard().hasFiles()) {
            event.acceptTransferModes(TransferMode.COPY);
          }
        });
    setOnDragDropped(
        event -> {
          if (event.getDragboard().hasFiles()) {
            model.bringIn(event.getDragboard().getFiles().getFirst().toPath());
            event.setDropCompleted(true);
          }
        });
  }

  private static Node list(RunsViewModel model, Desk desk) {
    TableView<RunSummary> table = new TableView<>(model.listed());
    table.setId("runs");
    table.setAccessibleText("Runs, newest first");
    table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
    table.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
    table.setPlaceholder(
        Ui.prose("No run yet. Train one in lab 4, or evaluate one in lab 2 or 5.", "text-muted"));
    table
        .getColumns()
        .setAll(
            List.of(
                Columns.narrow(Columns.text("", 28, (RunSummary r) -> RunWords.sign(r.status()))),
                Columns.text("Run", 138, RunWords::name),
                Columns.narrow(
                    Columns.text("Kind", 56, r -> r.kind() == RunKind.TRAIN ? "Train" : "Eval")),
                Columns.narrow(Columns.figure("MAE", 74, RunSummary::mae, Show::dollars)),
                Columns.narrow(
                    Columns.text("", 30, (RunSummary r) -> RunWords.flag(r).isEmpty() ? "" : "⚑")),
                Columns.narrow(Columns.text("When", 102, r -> Show.when(r.created())))));
    table
        .getSelectionModel()
        .getSelectedItems()
        .addListener(
            (ListChangeListener<RunSummary>)
                change -> model.pick(change.getList().stream().map(run -> run.id()).toList()));
    table.setOnMouseClicked(
        event -> {
          RunSummary run = table.getSelectionModel().getSelectedItem();
          if (event.getClickCount() == 2 && run != null) {
            model.open(run.id());
          }
        });
    table.setOnKeyPressed(
        key -> {
          RunSummary run = table.getSelectionModel().getSelectedItem();
          if (key.getCode() == KeyCode.ENTER && run != null) {
            model.open(run.id());
          }
        });
    var search = new TextField();
    search.setPromptText("Find by name, model, data or tag");
    search.textProperty().bindBidirectional(model.searchProperty());
    Ui.named(search, "Find runs", "");
    Button adapter =
        Ui.button(
            "Bring in an adapter …",
            "mdi2p-puzzle-plus-outline",
            "A PEFT adapter folder; it can be dropped on this page too",
            () -> desk.chooser().folder("Bring in an adapter folder", model::bringIn));
    var card =
        Ui.card(
            Ui.row(8, Ui.title("All runs"), Ui.spring(), adapter),
            search,
            Notice.danger(desk.runs().problemProperty()),
            Ui.tall(table),
            Ui.prose(
                "Enter or a double click opens a run in its lab. ⚑ marks a score that is no better"
                    + " than always guessing the median price.",
                "usual"));
    TextScale.wide(card, 400, 440);
    return new VBox(Ui.tall(card));
  }
}
