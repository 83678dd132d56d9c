package tunebench.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tunebench.ui.control.Setting;
import tunebench.ui.shell.Shell;

/** Every setting on every screen has a short explanation and says its usual values. */
class SettingsTest extends OnStage {
  @ParameterizedTest
  @EnumSource(
      value = Scenes.class,
      names = {
        "LAB1_TRIALS_EMPTY",
        "LAB2_EMPTY",
        "LAB3_FILE",
        "LAB3_TOKENS",
        "LAB3_ADAPTER",
        "LAB4_EMPTY",
        "LAB4_TRACKERS",
        "LAB5"
      })
  void isExplainedAndSaysItsUsualValues(Scenes scene) throws Exception {
    Shell shell = shell(play(scene));
    List<String> lacking = new ArrayList<>();
    int seen =
        Stages.fx(
            () -> {
              shell.applyCss();
              shell.layout();
              return look(shell, lacking);
            });
    assertThat(lacking).as("settings that do not say what they do or what is usual").isEmpty();
    assertThat(seen).as("settings on the screen").isPositive();
  }

  private static int look(Node node, List<String> lacking) {
    if (node instanceof Setting setting) {
      Node head = setting.getChildren().getFirst();
      String usual = text(setting.getChildren().getLast(), "usual");
      String meaning = head.getAccessibleHelp();
      // In a row of settings there is no room below: there the explanation says it.
      if (meaning == null || meaning.isBlank() || (usual.isBlank() && !meaning.contains("Usual"))) {
        lacking.add(head.getAccessibleText());
      }
      return 1;
    }
    if (node instanceof CheckBox box && !box.getText().isEmpty()) {
      String help = box.getAccessibleHelp();
      if (help == null || !help.contains("Usual")) {
        lacking.add(box.getText());
      }
      return 1;
    }
    int seen = 0;
    if (node instanceof ScrollPane pane && pane.getContent() != null) {
      return look(pane.getContent(), lacking);
    }
    if (node instanceof Parent parent) {
      for (Node child : parent.getChildrenUnmodifiable()) {
        seen += look(child, lacking);
      }
    }
    return seen;
  }

  private static String text(Node node, String style) {
    return node instanceof Label label && label.getStyleClass().contains(style)
        ? label.getText()
        : "";
  }
}
