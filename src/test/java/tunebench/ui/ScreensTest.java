package tunebench.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ComboBoxBase;
import javafx.scene.control.Labeled;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TableView;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.TreeTableView;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;
import tunebench.protocol.DataRequest;
import tunebench.protocol.Event;
import tunebench.protocol.JobRequest;
import tunebench.protocol.JobState;
import tunebench.protocol.ModelRequest;
import tunebench.protocol.RunRequest;
import tunebench.run.EvaluationRow;
import tunebench.ui.fake.FakeRows;
import tunebench.ui.fake.FakeSteps;
import tunebench.ui.work.Place;

/** Each lab's screen by clicks and keys, on the Headless platform. */
class ScreensTest extends OnScreen {
  @Start
  void open(Stage stage) {
    show(stage);
  }

  @Test
  void theFirstClickTakesTheShippedModelApart() {
    robot.clickOn("#begin");
    assertThat(shell().place()).isEqualTo(Place.QUANTIZE);
    TreeTableView<?> tree = look("#tree");
    assertThat(tree.getRoot()).isNotNull();
  }

  @Test
  void aMatrixThatIsChosenByKeysIsLookedInto() {
    robot.clickOn("#place-quantize");
    TreeTableView<?> tree = look("#tree");
    robot.interact(tree::requestFocus);
    robot.interact(() -> tree.getSelectionModel().select(0));
    robot.type(KeyCode.DOWN);
    assertThat(fake.asked(ModelRequest.Histogram.class).getLast().tensor())
        .isEqualTo("model.embed_tokens.weight");
    TableView<?> errors = look("#errors");
    assertThat(errors.getItems()).hasSize(5);
  }

  @Test
  void rowsOfTheUntrainedModelComeInLive() {
    robot.clickOn("#place-baseline");
    robot.clickOn("#measure-baseline");
    String run = fake.lastJob().run();
    robot.interact(
        () -> {
          for (int i = 0; i < 20; i++) {
            fake.tell(new Event.RowPriced(run, FakeRows.row(i, false)));
          }
        });
    TableView<EvaluationRow> rows = look("#rows");
    assertThat(rows.getItems()).hasSize(20);
  }

  @Test
  void aFileIsPreviewedAColumnCorrectedAndTheProductsImported() {
    robot.clickOn("#place-prepare");
    robot.clickOn("#sample-file");
    TableView<?> preview = look("#preview");
    assertThat(preview.getItems()).hasSize(40);
    ComboBoxBase<String> brand = look("#map-brand");
    robot.interact(() -> brand.setValue("category"));
    assertThat(fake.asked(DataRequest.Preview.class).getLast().choice().columns())
        .containsEntry("brand", List.of("category"));
    robot.interact(() -> ((ButtonBase) look("#import")).fire());
    assertThat(fake.asked(DataRequest.Import.class)).hasSize(1);
  }

  @Test
  void typingARankChangesTheParameterCountAtOnce() {
    robot.clickOn("#place-prepare");
    robot.interact(() -> Scenes.tab(shell(), 2));
    TextInputControl rank = look("#field-rank");
    robot.interact(() -> rank.setText("64"));
    List<String> texts = texts(shell());
    assertThat(texts).contains("688,128");
  }

  @Test
  void aRunIsStartedWatchedPausedAndResumed() {
    robot.clickOn("#place-train");
    robot.clickOn("#start-run");
    String job = fake.lastJob().id();
    String run = fake.lastJob().run();
    robot.interact(
        () -> {
          fake.move(job, JobState.RUNNING, 3, 600, "");
          for (int step = 1; step <= 3; step++) {
            fake.tell(new Event.Stepped(run, FakeSteps.step(step, 0)));
          }
        });
    assertThat(texts(shell())).anyMatch(text -> text.contains("step 3 of 600"));
    robot.interact(() -> ((ButtonBase) look("#pause")).fire());
    assertThat(fake.asked(JobRequest.Pause.class)).hasSize(1);
    assertThat(look("#pause").isDisabled()).isTrue();
    robot.interact(() -> ((ButtonBase) look("#resume")).fire());
    assertThat(fake.asked(JobRequest.Resume.class)).hasSize(1);
  }

  @Test
  void evaluatingPricesWithAndWithoutTheAdapter() {
    robot.clickOn("#place-evaluate");
    robot.clickOn("#evaluate");
    assertThat(fake.asked(JobRequest.Submit.class)).hasSize(2);
  }

  @Test
  void twoRunsThatArePickedAreCompared() {
    robot.clickOn("#place-runs");
    TableView<?> runs = look("#runs");
    robot.interact(() -> runs.getSelectionModel().selectIndices(0, 1));
    assertThat(fake.asked(RunRequest.Compare.class).getLast().runs())
        .containsExactly("train-1", "train-2");
    TableView<?> differences = look("#differences");
    assertThat(differences.getItems()).hasSize(4);
  }

  @Test
  void pickedRunsAreOfferedAsTableReportPaperAndPicture() {
    robot.clickOn("#place-runs");
    TableView<?> runs = look("#runs");
    robot.interact(() -> runs.getSelectionModel().selectIndices(0, 1));
    MenuButton export = look("#export-runs");
    assertThat(export.getAccessibleText()).isEqualTo("Export");
    assertThat(export.getItems())
        .extracting(MenuItem::getText)
        .containsExactly(
            "Table (CSV)",
            "Report (HTML, one file)",
            "Report (PDF)",
            "Picture (PNG)",
            "Passport of the first run (JSON)");
    assertThat(export.isDisabled()).isFalse();
    Node cancel = look("#export-runs-cancel");
    assertThat(cancel.getAccessibleText()).isNotBlank();
    assertThat(Objects.requireNonNull(cancel.getParent()).isVisible())
        .as("there only while something is written")
        .isFalse();
  }

  @Test
  void placesAreReachedByKeysAndTheThemeIsSwitched() {
    robot.press(KeyCode.CONTROL).type(KeyCode.DIGIT5).release(KeyCode.CONTROL);
    assertThat(shell().place()).isEqualTo(Place.TRAIN);
    robot.clickOn("#theme");
    assertThat(bench().darkProperty().get()).isTrue();
  }

  @Test
  void aModelThatCannotBeReadIsSaidOnTheScreenWithAWayOut() {
    fake.problem(ModelRequest.Tree.class, "config.json of this model is cut off.");
    robot.clickOn("#place-quantize");
    assertThat(texts(shell())).contains("config.json of this model is cut off.", "Try again");
  }

  @Test
  void everyControlHasANameForScreenReaders() {
    for (Place place : Place.values()) {
      robot.interact(() -> shell().go(place));
      WaitForAsyncUtils.waitForFxEvents();
      List<Node> nameless = new ArrayList<>();
      collect(shell(), nameless);
      assertThat(nameless).as("nameless controls in %s", place).isEmpty();
    }
  }

  private static void collect(Node node, List<Node> nameless) {
    boolean control =
        node instanceof ButtonBase
            || node instanceof ComboBoxBase
            || node instanceof TextInputControl;
    boolean inside = node.getStyleClass().contains("arrow-button");
    if (control && !inside && node.isFocusTraversable() && name(node).isEmpty()) {
      nameless.add(node);
    }
    // What a control is made of inside is its own affair.
    if (!control && node instanceof Parent parent) {
      parent.getChildrenUnmodifiable().forEach(child -> collect(child, nameless));
    }
  }

  private static String name(Node node) {
    String said = node.getAccessibleText();
    if (said != null && !said.isBlank()) {
      return said;
    }
    String text = node instanceof Labeled labeled ? labeled.getText() : "";
    return text == null ? "" : text;
  }

  private static List<String> texts(Parent parent) {
    List<String> found = new ArrayList<>();
    for (Node node : parent.getChildrenUnmodifiable()) {
      if (node.isVisible() && node instanceof Labeled labeled && labeled.getText() != null) {
        found.add(labeled.getText());
      }
      if (node.isVisible() && node instanceof Parent inner) {
        found.addAll(texts(inner));
      }
    }
    return found;
  }
}
