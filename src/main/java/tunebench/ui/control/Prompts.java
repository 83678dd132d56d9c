package tunebench.ui.control;

/** The forms in which a product is asked about, in words. */
public final class Prompts {
  private Prompts() {}

  /** A form's name for people, such as {@code Course 1} for {@code V1}. */
  public static String name(String template) {
    return switch (template) {
      case "V1" -> "Course 1";
      case "V2" -> "Course 2";
      default -> template;
    };
  }
}
