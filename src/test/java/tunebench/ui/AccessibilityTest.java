package tunebench.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TabPane;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.paint.Color;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tunebench.ui.chart.Ink;
import tunebench.ui.control.Mark;
import tunebench.ui.shell.Shell;

/** Every screen of the gallery: names on all controls, and AA contrast in both themes. */
class AccessibilityTest extends OnStage {
  @ParameterizedTest
  @EnumSource(Scenes.class)
  void controlsHaveNamesAndTextStandsOut(Scenes scene) throws Exception {
    Workbench bench = play(scene);
    Shell shell = shell(bench);
    assertThat(Stages.fx(() -> nameless(shell))).as("controls without a name").isEmpty();
    standsOut(bench, shell);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void chartsStandOutToo(boolean dark) {
    Ink ink = Ink.of(dark);
    Color surface = color(ink.surface());
    for (int i = 0; i < 6; i++) {
      assertThat(Contrast.ratio(color(ink.series(i)), surface))
          .as("series " + i)
          .isGreaterThanOrEqualTo(3);
    }
    for (Mark mark : Mark.values()) {
      assertThat(Contrast.ratio(color(ink.of(mark)), surface))
          .as(mark.word())
          .isGreaterThanOrEqualTo(3);
    }
    assertThat(Contrast.ratio(color(ink.text()), surface)).isGreaterThanOrEqualTo(4.5);
    assertThat(Contrast.ratio(color(ink.muted()), surface)).isGreaterThanOrEqualTo(4.5);
  }

  @ParameterizedTest
  @EnumSource(Mark.class)
  void aBandIsToldByItsSignAsWellAsByItsColour(Mark mark) {
    for (Mark other : Mark.values()) {
      if (other != mark) {
        assertThat(mark.sign()).isNotEqualTo(other.sign());
        assertThat(mark.word()).isNotEqualTo(other.word());
      }
    }
  }

  private static Color color(java.awt.Color c) {
    return Color.rgb(c.getRed(), c.getGreen(), c.getBlue());
  }

  /** Controls that a screen reader could not name. */
  static List<String> nameless(Parent root) {
    List<String> found = new ArrayList<>();
    collect(root, found);
    return found;
  }

  private static void collect(Node node, List<String> nameless) {
    boolean plain =
        node instanceof Label
            || node instanceof ScrollPane
            || node instanceof SplitPane
            || node instanceof TabPane;
    if (node instanceof Control && !plain && node.isFocusTraversable() && name(node).isBlank()) {
      nameless.add(node.getClass().getSimpleName() + " " + node.getId() + node.getStyleClass());
    }
    // What a control is made of inside is its own affair; panes are looked through.
    boolean closed = (node instanceof Control && !plain) || node instanceof VirtualFlow<?>;
    if (!closed && node instanceof Parent parent) {
      parent.getChildrenUnmodifiable().forEach(child -> collect(child, nameless));
    }
  }

  private static String name(Node node) {
    String said = node.getAccessibleText();
    if (said != null && !said.isBlank()) {
      return said;
    }
    String text = node instanceof Labeled labeled ? labeled.getText() : null;
    return text == null ? "" : text;
  }

  /** Holds all text under {@code root} to AA contrast in both themes. */
  static void standsOut(Workbench bench, Parent root) throws Exception {
    for (boolean dark : new boolean[] {false, true}) {
      List<String> faint =
          Stages.fx(
              () -> {
                bench.darkProperty().set(dark);
                root.applyCss();
                root.layout();
                return Contrast.faint(root);
              });
      assertThat(faint).as(dark ? "dark" : "light").isEmpty();
    }
  }
}
