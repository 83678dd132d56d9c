package tunebench.ui.lab3prepare;

import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import tunebench.protocol.DataReply.ProductRow;
import tunebench.ui.control.Columns;
import tunebench.ui.control.EmptyState;
import tunebench.ui.control.Later;
import tunebench.ui.control.Notice;
import tunebench.ui.control.Show;
import tunebench.ui.control.StatePane;
import tunebench.ui.control.TextScale;
import tunebench.ui.control.Ui;
import tunebench.ui.work.Desk;

/** The split above; token lengths with a limit to drag; rows and the X-ray of the chosen one. */
final class TokensCard extends StackPane {
  private final TokensViewModel model;

  TokensCard(TokensViewModel model, Desk desk) {
    this.model = model;
    var split = new SplitCard(desk.draft().splitProperty(), model.sizesProperty());
    TextScale.wide(split, 280, 300);
    var above =
        Ui.row(10, split, Ui.wide(Later.part(desk.work(), () -> new LengthsCard(model, desk))));
    above.setAlignment(javafx.geometry.Pos.TOP_LEFT);
    above.setFillHeight(true);
    var below =
        Ui.row(
            10,
            Later.part(desk.work(), this::rows),
            Ui.wide(Later.part(desk.work(), () -> new XrayCard(model.xrayProperty()))));
    below.setAlignment(javafx.geometry.Pos.TOP_LEFT);
    below.setFillHeight(true);
    var column = new VBox(10, Notice.danger(model.problemProperty()), above, Ui.tall(below));
    var empty =
        new EmptyState(
            "mdi2t-text-box-search-outline",
            "Import products and open a model first",
            "Then you see how long your rows are in this model's tokens, where they would be cut,"
                + " and which tokens the model will learn to say.");
    getChildren().add(new StatePane(model.screen(), column, empty));
  }

  private Node rows() {
    TableView<ProductRow> table = new TableView<>(model.products());
    table.setAccessibleText("Products of the training part");
    table.setPlaceholder(Ui.label("No row", "text-muted"));
    table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
    table
        .getColumns()
        .setAll(
            List.of(
                Columns.figure("Line", 56, ProductRow::line, v -> Show.text("%.0f", v)),
                Columns.text("Title", 160, ProductRow::title),
                Columns.figure("Price", 66, ProductRow::price, Show::round)));
    table
        .getSelectionModel()
        .selectedItemProperty()
        .subscribe(
            row -> {
              if (row != null) {
                model.lineProperty().set(row.line());
              }
            });
    var search = new TextField();
    search.setPromptText("Find in titles");
    search.textProperty().bindBidirectional(model.searchProperty());
    Ui.named(search, "Find in titles", "");
    var card = Ui.card(Ui.title("Rows"), search, Ui.tall(table));
    TextScale.wide(card, 280, 300);
    return card;
  }
}
