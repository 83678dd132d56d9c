package tunebench.ui.lab3prepare;

import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;
import tunebench.ui.control.Later;
import tunebench.ui.trust.DataFindingsCard;
import tunebench.ui.trust.DataFindingsViewModel;
import tunebench.ui.work.Desk;

/** Lab 3 in steps: the file, its tokens, the adapter, and whether the rows can be trusted. */
public final class PrepareView extends StackPane {

  public PrepareView(ImportViewModel imports, Desk desk) {
    var tokens = new Tokens(desk);
    Tab xray =
        Later.tab("2  Split and tokens", desk.work(), () -> new TokensCard(tokens.model(), desk));
    var tabs = new TabPane();
    tabs.getTabs()
        .addAll(
            Later.tab("1  File and columns", desk.work(), () -> new ImportCard(imports, desk)),
            xray,
            Later.tab(
                "3  Adapter and memory",
                desk.work(),
                () -> new AdapterCard(new AdapterViewModel(desk), desk)),
            Later.tab(
                "4  Check the data",
                desk.work(),
                () ->
                    new DataFindingsCard(
                        new DataFindingsViewModel(desk),
                        line -> {
                          tokens.model().lineProperty().set(line);
                          tabs.getSelectionModel().select(xray);
                        })));
    tabs.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
    tabs.getStyleClass().add("sub-tabs");
    getChildren().add(tabs);
  }

  /** Counts tokens only once somebody looks. */
  private static final class Tokens {
    private final Desk desk;
    private @Nullable TokensViewModel made;

    Tokens(Desk desk) {
      this.desk = desk;
    }

    TokensViewModel model() {
      TokensViewModel model = made;
      if (model == null) {
        model = new TokensViewModel(desk);
        made = model;
      }
      return model;
    }
  }
}
