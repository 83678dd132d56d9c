package tunebench.ui.lab3prepare;

import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.layout.StackPane;
import tunebench.ui.trust.DataFindingsCard;
import tunebench.ui.trust.DataFindingsViewModel;
import tunebench.ui.work.Desk;

/** Lab 3 in steps: the file, its tokens, the adapter, and whether the rows can be trusted. */
public final class PrepareView extends StackPane {

  public PrepareView(ImportViewModel imports, Desk desk) {
    var tabs =
        new TabPane(
            new Tab("1  File and columns", new ImportCard(imports, desk)),
            new Tab("2  Split and tokens", new TokensCard(new TokensViewModel(desk), desk)),
            new Tab("3  Adapter and memory", new AdapterCard(new AdapterViewModel(desk), desk)),
            new Tab("4  Check the data", new DataFindingsCard(new DataFindingsViewModel(desk))));
    tabs.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
    tabs.getStyleClass().add("sub-tabs");
    getChildren().add(tabs);
  }
}
