package tunebench.ui;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.scene.Node;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.testfx.framework.junit5.Start;
import tunebench.protocol.DataRequest;
import tunebench.protocol.TrustReply.AtlasRow;
import tunebench.protocol.TrustReply.RowRisk;
import tunebench.protocol.TrustRequest;
import tunebench.ui.work.Place;

/** Guesses, atlas, evidence and data check by clicks and keys, on the Headless platform. */
class TrustScreensTest extends OnScreen {
  @Start
  void open(Stage stage) {
    show(stage);
  }

  private void ask() {
    robot.interact(() -> bench().labs().journal().askingProperty().set(true));
  }

  @Test
  void aResultIsHiddenUntilItIsGuessedAndThenStandsBesideTheGuess() {
    ask();
    robot.clickOn("#place-baseline");
    robot.clickOn("#measure-baseline");
    assertThat(seen("#rows")).isFalse();
    robot.clickOn("#guess-2");
    robot.write("80");
    robot.clickOn("#guess-enter-2");
    assertThat(fake.asked(TrustRequest.Guess.class))
        .singleElement()
        .matches(guess -> guess.lab() == 2 && guess.value() == 80);
    assertThat(seen("#guess-2")).isFalse();
    robot.clickOn("#place-journal");
    assertThat(shell().place()).isEqualTo(Place.JOURNAL);
    VBox journal = look("#journal");
    assertThat(journal.getChildren()).hasSize(1);
  }

  @Test
  void eachLabAsksBeforeItsResult() {
    ask();
    robot.clickOn("#place-quantize");
    robot.interact(() -> ((ButtonBase) look("#guess-skip-1")).fire());
    robot.clickOn("#place-prepare");
    robot.interact(() -> Scenes.tab(shell(), 2));
    robot.interact(() -> ((ButtonBase) look("#guess-skip-3")).fire());
    robot.clickOn("#place-train");
    robot.clickOn("#start-run");
    robot.interact(() -> ((ButtonBase) look("#guess-skip-4")).fire());
    robot.clickOn("#place-evaluate");
    robot.clickOn("#evaluate");
    robot.interact(() -> ((ButtonBase) look("#guess-skip-5")).fire());
    assertThat(fake.asked(TrustRequest.Guess.class))
        .extracting(TrustRequest.Guess::lab)
        .containsExactly(1, 3, 4, 5);
    assertThat(fake.asked(TrustRequest.Guess.class)).allMatch(g -> Double.isNaN(g.value()));
    assertThat(fake.asked(TrustRequest.Guess.class).get(1).spec()).isNotNull();
  }

  private boolean seen(String selector) {
    return robot.lookup(selector).tryQuery().filter(TrustScreensTest::shown).isPresent();
  }

  private static boolean shown(Node node) {
    for (Node at = node; at != null; at = at.getParent()) {
      if (!at.isVisible()) {
        return false;
      }
    }
    return true;
  }

  @Test
  void aQuadrantListsItsProductsAndRingsThemInEveryPlot() {
    robot.clickOn("#place-runs");
    TableView<?> runs = look("#runs");
    robot.interact(() -> runs.getSelectionModel().selectIndices(2, 3));
    robot.interact(() -> Scenes.tab(shell(), 3));
    robot.clickOn("#quadrant-fixed");
    TableView<AtlasRow> rows = look("#atlas-rows");
    assertThat(rows.getItems()).isNotEmpty().allMatch(row -> row.quadrant().equals("FIXED"));
    int fixed = rows.getItems().size();
    robot.interact(() -> Scenes.tab(shell(), 2));
    TableView<?> brushed = look("#brushed");
    assertThat(brushed.getItems()).hasSize(fixed);
  }

  @Test
  void theDataIsCheckedBeforeAnyRun() {
    robot.clickOn("#place-prepare");
    robot.interact(() -> Scenes.tab(shell(), 3));
    robot.clickOn("#check-data");
    TableView<?> risks = look("#risks");
    assertThat(risks.getItems()).hasSize(4);
    TableView<?> effects = look("#effects");
    assertThat(effects.getItems()).hasSize(2);
  }

  @Test
  void aRiskThatIsClickedIsSeenThroughTokenByToken() {
    robot.clickOn("#place-prepare");
    robot.interact(() -> Scenes.tab(shell(), 3));
    robot.clickOn("#check-data");
    TableView<RowRisk> risks = look("#risks");
    RowRisk second = risks.getItems().get(1);
    Node row =
        risks.lookupAll(".table-row-cell").stream()
            .filter(node -> node instanceof TableRow<?> cells && cells.getIndex() == 1)
            .findFirst()
            .orElseThrow();
    robot.clickOn(row);
    assertThat(fake.asked(DataRequest.Xray.class).getLast().line()).isEqualTo(second.line());
    assertThat(seen("#xray")).isTrue();
  }

  @Test
  void behindAScoreStandsItsEvidence() {
    robot.interact(() -> bench().labs().openRun("eval-tuned"));
    HBox which = look("#trusting");
    robot.clickOn(which.getChildren().getLast());
    assertThat(((ToggleButton) which.getChildren().getLast()).isSelected()).isTrue();
    TableView<?> decoders = look("#decoders");
    assertThat(decoders.getItems()).hasSize(5);
    assertThat(seen("#decoders")).isTrue();
    assertThat(seen("#rows")).isFalse();
  }

  @Test
  void whyTwoRunsDifferIsSaidAndARunIsMadeAgain() {
    robot.clickOn("#place-runs");
    TableView<?> runs = look("#runs");
    robot.interact(() -> runs.getSelectionModel().selectIndices(0, 1));
    Label why = look("#why");
    assertThat(why.getText()).contains("data: 1 row changed");
    MenuButton again = look("#make-again");
    robot.interact(() -> again.getItems().getFirst().fire());
    assertThat(fake.lastJob().task()).isEqualTo("Replay");
  }
}
