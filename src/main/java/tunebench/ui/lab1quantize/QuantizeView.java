package tunebench.ui.lab1quantize;

import javafx.scene.control.SplitPane;
import javafx.scene.control.TabPane;
import javafx.scene.layout.StackPane;
import tunebench.ui.control.EmptyState;
import tunebench.ui.control.Later;
import tunebench.ui.control.StatePane;
import tunebench.ui.work.Desk;

/** Lab 1: the tree at the left; memory, one layer, or the formats' trials at the right. */
public final class QuantizeView extends StackPane {

  public QuantizeView(QuantizeViewModel model, Desk desk) {
    var layer = new LayerViewModel(desk);
    var memory = Later.tab("Memory by format", desk.work(), () -> new MemoryCard(model, desk));
    var inside = Later.tab("Inside a layer", desk.work(), () -> new LayerCard(layer, desk));
    var trials =
        Later.tab(
            "Same rows in each format",
            desk.work(),
            () -> new TrialsCard(new TrialsViewModel(desk), desk));
    var tabs = new TabPane(memory, inside, trials);
    tabs.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
    tabs.getStyleClass().add("sub-tabs");
    model
        .chosenProperty()
        .subscribe(
            module -> {
              layer.show(module);
              if (module != null && module.children().isEmpty()) {
                tabs.getSelectionModel().select(inside);
              }
            });
    var split = new SplitPane(Later.part(desk.work(), () -> new TreeCard(model)), tabs);
    split.setDividerPositions(0.43);
    var empty =
        new EmptyState(
            "mdi2c-cube-outline",
            "Open a model first",
            "Choose a model on the left, or open a folder in the Hub's layout. Its shapes are read"
                + " from config.json; the weights are not needed for this lab's first half.");
    getChildren().add(new StatePane(model.screen(), split, empty));
  }
}
