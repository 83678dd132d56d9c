package tunebench.ui.lab3prepare;

import javafx.scene.control.TabPane;
import javafx.scene.layout.StackPane;
import tunebench.ui.control.Later;
import tunebench.ui.trust.DataFindingsCard;
import tunebench.ui.trust.DataFindingsViewModel;
import tunebench.ui.work.Desk;

/** Lab 3 in steps: the file, its tokens, the adapter, and whether the rows can be trusted. */
public final class PrepareView extends StackPane {

  public PrepareView(ImportViewModel imports, Desk desk) {
    var tabs =
        new TabPane(
            Later.tab("1  File and columns", desk.work(), () -> new ImportCard(imports, desk)),
            Later.tab(
                "2  Split and tokens",
                desk.work(),
                () -> new TokensCard(new TokensViewModel(desk), desk)),
            Later.tab(
                "3  Adapter and memory",
                desk.work(),
                () -> new AdapterCard(new AdapterViewModel(desk), desk)),
            Later.tab(
                "4  Check the data",
                desk.work(),
                () -> new DataFindingsCard(new DataFindingsViewModel(desk))));
    tabs.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
    tabs.getStyleClass().add("sub-tabs");
    getChildren().add(tabs);
  }
}
