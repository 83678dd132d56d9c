package tunebench.ui.lab1quantize;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeTableCell;
import javafx.scene.control.TreeTableColumn;
import javafx.scene.control.TreeTableView;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import tunebench.protocol.ModelReply.ModuleNode;
import tunebench.ui.control.Show;
import tunebench.ui.control.TextScale;
import tunebench.ui.control.Ui;

/** The model as a tree of modules, with shapes, parameters and bytes in the chosen format. */
final class TreeCard extends VBox {
  private final TreeTableView<ModuleNode> table = new TreeTableView<>();

  TreeCard(QuantizeViewModel model) {
    super(8);
    getStyleClass().add("panel");
    TextScale.wide(this, 340, 400);
    table.setId("tree");
    table.setShowRoot(true);
    table.setAccessibleText("Modules of the model");
    table.setColumnResizePolicy(TreeTableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
    TreeTableColumn<ModuleNode, String> name = column("Module", 190, Modules::label, false);
    table
        .getColumns()
        .setAll(
            List.of(
                name,
                column("Shape", 92, TreeCard::shape, true),
                column("Params", 64, n -> Show.shortCount(n.parameters()), true),
                column("Memory", 66, n -> Show.bytes(n.bytes()), true)));
    table
        .getSelectionModel()
        .selectedItemProperty()
        .subscribe(
            item -> {
              if (item != null) {
                model.chosenProperty().set(item.getValue());
              }
            });
    Label hint = Ui.prose("Choose a matrix to look inside it. Arrow keys open and close.", "usual");
    model.treeProperty().subscribe(this::show);
    getChildren().addAll(Ui.title("What it is made of"), Ui.tall(table), hint);
  }

  private void show(@Nullable ModuleNode root) {
    if (root == null) {
      table.setRoot(null);
      return;
    }
    TreeItem<ModuleNode> item = item(root);
    // Open as far as the list of layers, so that what is to be clicked on is seen at once.
    for (TreeItem<ModuleNode> at = item; at != null; at = onlyBranch(at)) {
      at.setExpanded(true);
    }
    table.setRoot(item);
  }

  private static @Nullable TreeItem<ModuleNode> onlyBranch(TreeItem<ModuleNode> item) {
    var branches = item.getChildren().stream().filter(child -> !child.isLeaf()).toList();
    return branches.size() == 1 ? branches.getFirst() : null;
  }

  private static TreeItem<ModuleNode> item(ModuleNode given) {
    ModuleNode node = Modules.bare(given);
    TreeItem<ModuleNode> item = new TreeItem<>(node);
    for (ModuleNode child : node.children()) {
      item.getChildren().add(item(child));
    }
    return item;
  }

  private static String shape(ModuleNode node) {
    return node.shape().stream().map(Show::count).collect(Collectors.joining(" × "));
  }

  private static TreeTableColumn<ModuleNode, String> column(
      String name, double width, Function<ModuleNode, String> value, boolean right) {
    TreeTableColumn<ModuleNode, String> column = new TreeTableColumn<>(name);
    TextScale.size(column, width);
    column.setSortable(false);
    column.setCellValueFactory(
        cell -> new ReadOnlyObjectWrapper<>(value.apply(cell.getValue().getValue())));
    if (right) {
      column.getStyleClass().add("figure-column");
      column.setCellFactory(
          owner ->
              new TreeTableCell<>() {
                @Override
                protected void updateItem(String item, boolean empty) {
                  super.updateItem(item, empty);
                  setText(empty ? null : item);
                  setAlignment(Pos.CENTER_RIGHT);
                }
              });
    }
    return column;
  }
}
