package tunebench.ui.runs;

import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import tunebench.ui.atlas.AtlasView;
import tunebench.ui.chart.ChartPane;
import tunebench.ui.chart.Curves;
import tunebench.ui.control.Later;
import tunebench.ui.control.Ui;
import tunebench.ui.work.Desk;

/** The picked runs: verdict and differences, curves, predictions, error atlas, notes. */
final class SideView extends VBox {
  private final RunsViewModel model;
  private final Desk desk;
  private final VerdictBox verdicts;
  private final DifferencesTable differences = new DifferencesTable();
  private final Curves curves =
      new Curves("Step", "Loss of the price token", Curves.plain("0.##"), true);
  private final PredictionsPane predictions;
  private final NotesForm notes;
  private final Tab curvesTab;
  private final Tab pricesTab;
  private final Tab atlasTab;

  SideView(RunsViewModel model, Desk desk) {
    super(10);
    this.model = model;
    this.desk = desk;
    verdicts = new VerdictBox(model.whyProperty(), desk);
    predictions = new PredictionsPane(model, desk);
    notes = new NotesForm(model);
    var chart = new ChartPane(curves, "Loss curves of the picked runs", desk.dark());
    chart.zoomable(true, false);
    var first = new Tab("What differs", Ui.card(verdicts, Ui.tall(differences)));
    curvesTab = new Tab("Curves", Ui.card(Ui.tall(chart)));
    pricesTab = new Tab("Predictions", predictions);
    atlasTab = new Tab("Error atlas", new AtlasView(model.atlas(), desk));
    var tabs = new TabPane(first, curvesTab, pricesTab, atlasTab, new Tab("Notes and tags", notes));
    tabs.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
    tabs.getStyleClass().add("sub-tabs");
    getChildren().addAll(new SideActions(model, desk), Ui.tall(tabs));
    model.sideProperty().subscribe(this::show);
  }

  private void show(@Nullable SideBySide side) {
    if (side == null) {
      return;
    }
    curvesTab.setDisable(side.losses().isEmpty());
    pricesTab.setDisable(side.rows().isEmpty());
    atlasTab.setDisable(side.rows().size() < 2);
    inTurn(side, () -> verdicts.show(side.comparison()));
    inTurn(side, () -> differences.show(side.comparison()));
    inTurn(
        side,
        () -> {
          curves.show(side.losses());
          notes.show(side.comparison().runs().getFirst());
        });
    inTurn(side, () -> predictions.show(side));
  }

  /** Does a part of it in a frame of its own, if these runs are then still the picked ones. */
  private void inTurn(SideBySide side, Runnable part) {
    Later.whenShown(
        desk.work(),
        () -> {
          if (side.equals(model.sideProperty().get())) {
            part.run();
          }
        });
  }
}
