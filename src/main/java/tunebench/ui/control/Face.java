package tunebench.ui.control;

import java.util.List;
import javafx.scene.text.Font;

/** The typeface of the window and its charts: the best of those that this machine has. */
public final class Face {
  private static final List<String> LIKED =
      List.of("Inter", "Segoe UI", "SF Pro Text", "Helvetica Neue", "Noto Sans", "Liberation Sans");
  private static final String NAME = find();

  private Face() {}

  /** Its family's name. */
  public static String name() {
    return NAME;
  }

  private static String find() {
    List<String> there = Font.getFamilies();
    return LIKED.stream().filter(there::contains).findFirst().orElse("System");
  }
}
