package tunebench.ui;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeTableView;
import javafx.scene.layout.HBox;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;
import tunebench.protocol.Event;
import tunebench.protocol.JobState;
import tunebench.run.EvaluationRow;
import tunebench.run.RunKind;
import tunebench.run.RunStatus;
import tunebench.ui.fake.FakeRows;
import tunebench.ui.fake.FakeRuns;
import tunebench.ui.fake.FakeService;
import tunebench.ui.fake.FakeSteps;
import tunebench.ui.shell.Shell;
import tunebench.ui.work.LabJournal;
import tunebench.ui.work.Place;

/** The pictures of the gallery, and what is done before each is taken. */
enum Scenes {
  START_FRESH,
  START,
  LAB1_MEMORY,
  LAB1_LAYER,
  LAB1_TRIALS_EMPTY,
  LAB2_EMPTY,
  LAB2_LIVE,
  LAB2_TOKENIZERS,
  LAB3_EMPTY,
  LAB3_FILE,
  LAB3_TOKENS,
  LAB3_ADAPTER,
  LAB3_UNFIT,
  LAB4_EMPTY,
  LAB4_RUNNING,
  LAB4_TRACKERS,
  HUB_EMPTY,
  HUB_FOUND,
  HUB_GATED,
  LAB5_EMPTY,
  LAB5,
  RUNS_EMPTY,
  RUNS_TRAININGS,
  RUNS_CURVES,
  RUNS_PREDICTIONS,
  RUNS_VERDICT,
  RUNS_ATLAS,
  LAB2_GUESS,
  LAB2_GUESSED,
  LAB3_CHECK,
  LAB5_EVIDENCE,
  JOURNAL;

  String file() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  FakeService service() {
    return this == START_FRESH ? FakeService.fresh() : FakeService.used();
  }

  void play(Workbench bench, Shell shell, FakeService fake) {
    switch (this) {
      case START_FRESH, START -> {}
      case LAB1_MEMORY -> shell.go(Place.QUANTIZE);
      case LAB1_LAYER -> {
        shell.go(Place.QUANTIZE);
        shell.applyCss();
        shell.layout();
        layer(shell);
      }
      case LAB1_TRIALS_EMPTY -> {
        shell.go(Place.QUANTIZE);
        tab(shell, 2);
      }
      case LAB5_EMPTY -> shell.go(Place.EVALUATE);
      case LAB5 -> {
        bench.labs().openRun("eval-tuned");
        bench.labs().evaluate().evaluation().beside("eval-base");
        TableView<?> rows = (TableView<?>) find(shell, "#rows");
        rows.getSelectionModel().select(2);
      }
      case LAB2_EMPTY -> shell.go(Place.BASELINE);
      case LAB2_LIVE -> {
        shell.go(Place.BASELINE);
        press(shell, "#measure-baseline");
        String job = fake.lastJob().id();
        String run = fake.lastJob().run();
        fake.move(job, JobState.RUNNING, 120, 250, "");
        List<EvaluationRow> priced = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
          priced.add(FakeRows.row(i, false));
          fake.tell(new Event.RowPriced(run, FakeRows.row(i, false)));
        }
        fake.tell(new Event.Scored(run, FakeRows.scores(priced)));
      }
      case LAB2_TOKENIZERS -> {
        shell.go(Place.BASELINE);
        tab(shell, 1);
      }
      case RUNS_EMPTY -> shell.go(Place.RUNS);
      case RUNS_TRAININGS -> pick(shell, 0, 1);
      case RUNS_CURVES -> {
        pick(shell, 0, 1);
        tab(shell, 1);
      }
      case RUNS_VERDICT -> pick(shell, 2, 3);
      case RUNS_ATLAS -> {
        pick(shell, 2, 3);
        tab(shell, 3);
        press(shell, "#quadrant-fixed");
      }
      case LAB2_GUESS, LAB2_GUESSED -> {
        bench.labs().journal().askingProperty().set(true);
        shell.go(Place.BASELINE);
        bench.labs().baseline().evaluation().show("eval-base");
        if (this == LAB2_GUESSED) {
          ((TextField) find(shell, "#guess-2")).setText("80");
          press(shell, "#guess-enter-2");
        }
      }
      case LAB3_CHECK -> {
        shell.go(Place.PREPARE);
        tab(shell, 3);
        press(shell, "#check-data");
      }
      case LAB5_EVIDENCE -> {
        bench.labs().openRun("eval-tuned");
        HBox which = (HBox) find(shell, "#trusting");
        ((ToggleButton) which.getChildren().getLast()).fire();
      }
      case JOURNAL -> {
        LabJournal journal = bench.labs().journal();
        journal.enter(1, "/models/tunebench-base|nf4-double", null, 0.003, why -> {});
        journal.enter(2, "eval-base", null, 80, why -> {});
        journal.enter(4, "train-1", null, Double.NaN, why -> {});
        shell.go(Place.JOURNAL);
      }
      case RUNS_PREDICTIONS -> {
        pick(shell, 2, 3);
        tab(shell, 2);
      }
      case LAB3_EMPTY -> shell.go(Place.PREPARE);
      case LAB3_FILE -> {
        shell.go(Place.PREPARE);
        press(shell, "#sample-file");
      }
      case LAB3_TOKENS -> {
        shell.go(Place.PREPARE);
        tab(shell, 1);
      }
      case LAB3_ADAPTER -> {
        shell.go(Place.PREPARE);
        tab(shell, 2);
      }
      case LAB3_UNFIT -> {
        shell.go(Place.TRAIN);
        ((TextField) find(shell, "#field-batch")).setText("480");
        shell.go(Place.PREPARE);
        tab(shell, 2);
      }
      case LAB4_EMPTY -> shell.go(Place.TRAIN);
      case LAB4_TRACKERS -> {
        shell.go(Place.TRAIN);
        Node box = find(shell, "#track-tensorboard");
        ((CheckBox) box).fire();
        for (Node at = box; at != null; at = at.getParent()) {
          if (at instanceof ScrollPane scroll) {
            scroll.setVvalue(1);
          }
        }
      }
      case HUB_EMPTY -> {
        shell.go(Place.QUANTIZE);
        press(shell, "#find-model");
      }
      case HUB_FOUND -> hub(shell, fake, 2);
      case HUB_GATED -> hub(shell, fake, 1);
      case LAB4_RUNNING -> {
        shell.go(Place.TRAIN);
        press(shell, "#start-run");
        String job = fake.lastJob().id();
        String run = fake.lastJob().run();
        fake.move(job, JobState.RUNNING, 420, 600, "");
        fake.tell(
            new Event.RunChanged(
                FakeRuns.summary(run, RunKind.TRAIN, "course settings", RunStatus.RUNNING)));
        for (int step = 1; step <= 420; step++) {
          fake.tell(new Event.Stepped(run, FakeSteps.step(step, 0)));
        }
      }
    }
  }

  private static void pick(Shell shell, int... rows) {
    shell.go(Place.RUNS);
    TableView<?> runs = (TableView<?>) find(shell, "#runs");
    for (int row : rows) {
      runs.getSelectionModel().select(row);
    }
  }

  private static void hub(Shell shell, FakeService fake, int row) {
    shell.go(Place.QUANTIZE);
    press(shell, "#find-model");
    Parent dialog = Window.getWindows().getLast().getScene().getRoot();
    ((CheckBox) find(dialog, "#hub-fits")).setSelected(false);
    ((Button) find(dialog, "#hub-search")).fire();
    ((TableView<?>) find(dialog, "#hub-found")).getSelectionModel().select(row);
    if (row == 2) {
      ((Button) find(dialog, "#hub-download")).fire();
      fake.move(fake.lastJob().id(), JobState.RUNNING, 2_870_000_000L, 8_053_100_000L, "");
    }
  }

  private static void layer(Shell shell) {
    TreeTableView<?> tree = (TreeTableView<?>) find(shell, "#tree");
    TreeItem<?> layers = tree.getRoot().getChildren().get(1);
    layers.getChildren().getFirst().setExpanded(true);
    layers.getChildren().getFirst().getChildren().getFirst().setExpanded(true);
    tree.getSelectionModel().select(5);
  }

  static void press(Shell shell, String id) {
    ((Button) find(shell, id)).fire();
  }

  static void tab(Shell shell, int index) {
    ((TabPane) find(shell, ".sub-tabs")).getSelectionModel().select(index);
  }

  static Node find(Parent parent, String selector) {
    parent.applyCss();
    parent.layout();
    @Nullable Node node = parent.lookup(selector);
    if (node == null) {
      throw new IllegalStateException("There is no " + selector + " on this screen.");
    }
    return node;
  }
}
