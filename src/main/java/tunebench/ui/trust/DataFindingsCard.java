package tunebench.ui.trust;

import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.ToIntFunction;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.SplitPane;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import tunebench.protocol.TrustReply.DataFindings;
import tunebench.protocol.TrustReply.Duplicate;
import tunebench.protocol.TrustReply.Leak;
import tunebench.protocol.TrustReply.LeakEffect;
import tunebench.protocol.TrustReply.RowRisk;
import tunebench.ui.control.Columns;
import tunebench.ui.control.EmptyState;
import tunebench.ui.control.Show;
import tunebench.ui.control.StatePane;
import tunebench.ui.control.Ui;

/**
 * Rows that spoil a run or flatter its score: risks, duplicates, leaks, and what they are worth.
 */
public final class DataFindingsCard extends StackPane {
  private final VBox sentences = new VBox(4);
  private final TableView<RowRisk> risks =
      table("risks", "Rows by risk, the worst first", "No row is at risk");
  private final TableView<Duplicate> duplicates =
      table("duplicates", "Rows that repeat another", "No row repeats another");
  private final TableView<Leak> leaks =
      table("leaks", "Texts that give their price away", "No text gives its price away");
  private final TableView<LeakEffect> effects =
      table("effects", "Scores with and without leaked rows", "There is no test part");
  private final Tab riskTab = new Tab("Risks");
  private final Tab duplicateTab = new Tab("Duplicates");
  private final Tab leakTab = new Tab("Leaks");

  /**
   * What the check found.
   *
   * @param look shows the product of a line of the file, token by token
   */
  public DataFindingsCard(DataFindingsViewModel model, IntConsumer look) {
    columns();
    opens(risks, RowRisk::line, look);
    opens(duplicates, Duplicate::line, look);
    opens(leaks, Leak::line, look);
    Button check =
        Ui.primary(
            "Check the data", "mdi2s-shield-search", "Looks through every row", model::check);
    check.setId("check-data");
    var empty =
        new EmptyState(
            "mdi2s-shield-search",
            "Can this data be trusted?",
            "Looks for rows that spoil a run or flatter its score: texts that are empty or cut off,"
                + " the same product in training and test, prices that stand in the text.",
            check);
    Button again =
        Ui.button("Check again", "mdi2r-refresh", "Looks through every row again", model::check);
    var summary =
        Ui.card(
            Ui.row(8, Ui.title("What was found"), Ui.spring(), again),
            sentences,
            Ui.title("What leaked rows are worth: MAE with and without"),
            Ui.tall(effects));
    var split = new SplitPane(summary, lists());
    split.setDividerPositions(0.4);
    getChildren().add(new StatePane(model.screen(), split, empty));
    model.findingsProperty().subscribe(this::show);
  }

  /** A click on a row, or Enter, opens its X-ray. */
  private static <R> void opens(TableView<R> table, ToIntFunction<R> line, IntConsumer look) {
    Runnable open =
        () -> {
          R row = table.getSelectionModel().getSelectedItem();
          if (row != null) {
            look.accept(line.applyAsInt(row));
          }
        };
    table.setRowFactory(
        owner -> {
          var row = new TableRow<R>();
          row.setOnMouseClicked(
              event -> {
                if (!row.isEmpty()) {
                  open.run();
                }
              });
          return row;
        });
    table.setOnKeyPressed(
        key -> {
          if (key.getCode() == KeyCode.ENTER) {
            open.run();
            key.consume();
          }
        });
  }

  private static Node list(TableView<?> table) {
    return Ui.card(
        Ui.tall(table), Ui.prose("A click on a row, or Enter, opens its X-ray.", "usual"));
  }

  private Node lists() {
    riskTab.setContent(list(risks));
    duplicateTab.setContent(list(duplicates));
    leakTab.setContent(list(leaks));
    var tabs = new TabPane(riskTab, duplicateTab, leakTab);
    tabs.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
    tabs.getStyleClass().add("sub-tabs");
    return tabs;
  }

  private static <R> TableView<R> table(String id, String name, String none) {
    var table = new TableView<R>();
    table.setId(id);
    table.setAccessibleText(name);
    table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
    table.setPlaceholder(Ui.label(none, "text-muted"));
    return table;
  }

  private static <R> TableColumn<R, Double> line(
      String name, java.util.function.ToDoubleFunction<R> value) {
    return Columns.narrow(Columns.figure(name, 60, value, v -> Show.text("%.0f", v)));
  }

  private void columns() {
    risks
        .getColumns()
        .setAll(
            List.of(
                line("Line", RowRisk::line),
                Columns.text("Product", 130, RowRisk::title),
                Columns.text("Risk", 140, DataFindingsViewModel::words),
                Columns.text("Why", 240, row -> String.join(" ", row.reasons()))));
    duplicates
        .getColumns()
        .setAll(
            List.of(
                line("Line", Duplicate::line),
                line("Twin", Duplicate::twinLine),
                Columns.text("Product", 130, Duplicate::title),
                Columns.figure(
                    "Alike", 60, d -> 100 * d.similarity(), v -> Show.text("%.0f %%", v)),
                Columns.figure("Price", 64, Duplicate::price, Show::dollars),
                Columns.figure("Twin's", 64, Duplicate::twinPrice, Show::dollars),
                Columns.text("Where", 200, DataFindingsViewModel::words)));
    leaks
        .getColumns()
        .setAll(
            List.of(
                line("Line", Leak::line),
                Columns.text("Product", 130, Leak::title),
                Columns.figure("Price", 64, Leak::price, Show::dollars),
                Columns.text("The text says", 200, Leak::excerpt),
                Columns.text("Told by", 140, Leak::why)));
    effects
        .getColumns()
        .setAll(
            List.of(
                Columns.text("Baseline", 84, e -> e.who().equals("textRidge") ? "ridge" : e.who()),
                Columns.figure("Leaked", 56, LeakEffect::leaked, v -> Show.text("%.0f", v)),
                Columns.figure("With", 64, LeakEffect::all, Show::dollars),
                Columns.figure("Without", 64, LeakEffect::without, Show::dollars),
                Columns.figure("Those alone", 76, LeakEffect::only, Show::dollars)));
  }

  private void show(@Nullable DataFindings found) {
    if (found == null) {
      return;
    }
    sentences
        .getChildren()
        .setAll(found.sentences().stream().map(says -> Ui.prose("• " + says)).toList());
    risks.getItems().setAll(found.risks());
    duplicates.getItems().setAll(found.duplicates());
    leaks.getItems().setAll(found.leaks());
    effects.getItems().setAll(found.effects());
    riskTab.setText(Show.text("Risks (%,d)", found.risks().size()));
    duplicateTab.setText(Show.text("Duplicates (%,d)", found.exact() + found.near()));
    leakTab.setText(
        Show.text("Leaks (%,d)", found.leaks().stream().map(Leak::line).distinct().count()));
  }
}
