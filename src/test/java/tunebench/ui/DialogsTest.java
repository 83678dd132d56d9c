package tunebench.ui;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tunebench.protocol.RunRequest;
import tunebench.ui.fake.FakeService;
import tunebench.ui.shell.Shell;
import tunebench.ui.work.Place;

/** Every dialog: names on all controls, AA contrast, Enter for its main button, Escape to leave. */
class DialogsTest extends OnStage {
  enum Which {
    KEYS(""),
    DEVICE(""),
    HUB("#hub-search"),
    HUB_DATA("#hub-data-fetch"),
    EXPORT("#export-start"),
    DELETE("");

    private final String main;

    Which(String main) {
      this.main = main;
    }

    void open(Shell shell) {
      switch (this) {
        case KEYS -> press(shell, KeyCode.F1);
        case DEVICE -> ((Button) Scenes.find(shell, ".status-bar .button")).fire();
        case HUB -> {
          shell.go(Place.QUANTIZE);
          Scenes.press(shell, "#find-model");
        }
        case HUB_DATA -> {
          shell.go(Place.PREPARE);
          Scenes.press(shell, "#hub-data");
        }
        case EXPORT -> {
          shell.go(Place.EVALUATE);
          Scenes.press(shell, "#export");
        }
        case DELETE -> {
          shell.go(Place.RUNS);
          ((TableView<?>) Scenes.find(shell, "#runs")).getSelectionModel().select(0);
          Scenes.tab(shell, 4);
          Scenes.press(shell, "#delete-run");
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Which.class)
  void canBeReadHeardAndLeft(Which which) throws Exception {
    FakeService fake = FakeService.used();
    Workbench bench = open(fake);
    Shell shell = shell(bench);
    Stages.run(() -> which.open(shell));
    Stages.settle();
    Window dialog = Stages.fx(this::dialog);
    Parent root = dialog.getScene().getRoot();
    assertThat(Stages.fx(() -> AccessibilityTest.nameless(root)))
        .as("controls without a name")
        .isEmpty();
    AccessibilityTest.standsOut(bench, root);
    if (!which.main.isEmpty()) {
      Button main = Stages.fx(() -> (Button) Scenes.find(root, which.main));
      assertThat(main.isDefaultButton()).as("Enter presses the main button").isTrue();
    }
    Stages.run(() -> press(root, KeyCode.ESCAPE));
    Stages.settle();
    assertThat(Stages.fx(dialog::isShowing)).as("Escape leaves the dialog").isFalse();
    assertThat(fake.asked(RunRequest.Delete.class)).as("nothing was done").isEmpty();
  }

  @Test
  void aRunIsDeletedByTheDialogsButtonAlone() throws Exception {
    FakeService fake = FakeService.used();
    Workbench bench = open(fake);
    Stages.run(() -> Which.DELETE.open(shell(bench)));
    Stages.settle();
    Parent root = Stages.fx(() -> dialog().getScene().getRoot());
    Stages.run(
        () ->
            root.lookupAll(".button").stream()
                .map(Button.class::cast)
                .filter(button -> button.getText().equals("Delete the run"))
                .forEach(
                    button -> {
                      assertThat(button.isDefaultButton()).as("Enter deletes").isFalse();
                      button.fire();
                    }));
    Stages.settle();
    assertThat(fake.asked(RunRequest.Delete.class)).hasSize(1);
  }

  private Window dialog() {
    return Window.getWindows().stream()
        .filter(window -> !window.equals(stage))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("No dialog was opened."));
  }

  private static void press(Node node, KeyCode key) {
    Node target = node.getScene().getFocusOwner();
    Event.fireEvent(
        target == null ? node : target,
        new KeyEvent(KeyEvent.KEY_PRESSED, "", "", key, false, false, false, false));
  }
}
