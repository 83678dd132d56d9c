package tunebench.launch;

import java.util.Locale;

/** Whether a window can be shown here. */
final class Display {
  private Display() {}

  /** On Windows and macOS there is always a display; elsewhere the session names one. */
  static boolean isThere() {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    return system.startsWith("windows")
        || system.startsWith("mac")
        || named("DISPLAY")
        || named("WAYLAND_DISPLAY")
        // JavaFX's own platform without a screen, for tests.
        || "Headless".equals(System.getProperty("glass.platform"));
  }

  private static boolean named(String variable) {
    String value = System.getenv(variable);
    return value != null && !value.isBlank();
  }
}
