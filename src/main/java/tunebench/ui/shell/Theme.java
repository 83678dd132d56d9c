package tunebench.ui.shell;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.util.Objects;
import javafx.application.Application;
import javafx.scene.Scene;
import tunebench.ui.control.Face;

/** AtlantaFX in light or dark, with the house's own sheet on top. */
public final class Theme {
  private Theme() {}

  /** Switches all windows between light and dark. */
  public static void apply(boolean dark) {
    Application.setUserAgentStylesheet(
        dark
            ? new PrimerDark().getUserAgentStylesheet()
            : new PrimerLight().getUserAgentStylesheet());
  }

  /** Gives a scene the house's sheets, the best face that is there, and a size of text. */
  public static void dress(Scene scene, double textSize) {
    scene.getStylesheets().setAll(sheet("controlsfx.css"), sheet("workbench.css"));
    scene.getRoot().setStyle(style(textSize));
  }

  private static String style(double textSize) {
    return "-fx-font-family: '%s'; -fx-font-size: %.1fpx;".formatted(Face.name(), textSize);
  }

  private static String sheet(String name) {
    return Objects.requireNonNull(Theme.class.getResource("/tunebench/ui/" + name))
        .toExternalForm();
  }
}
