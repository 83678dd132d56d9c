package tunebench.ui.journal;

/**
 * What is asked before a lab's result.
 *
 * @param lab 1 to 5
 * @param words the question
 * @param unit what the number counts
 */
public record Question(int lab, String words, String unit) {
  /** The weights of the model in the course's format. */
  public static final Question WEIGHTS =
      new Question(1, "How much memory will the model's weights take in NF4 double?", "GB");

  /** The untrained model. */
  public static final Question UNTRAINED =
      new Question(
          2, "By how much will the untrained model's prices be off, on average?", "dollars");

  /** The plan of a training run. */
  public static final Question TRAINING_MEMORY =
      new Question(3, "How much memory will training with these settings take?", "GB");

  /** The loss. */
  public static final Question HALF_WAY =
      new Question(4, "After how many steps will the loss have fallen half of its way?", "steps");

  /** The tuned model. */
  public static final Question TUNED =
      new Question(5, "By how much will this model's prices be off, on average?", "dollars");

  /** A figure as one reads it, such as {@code $80.00}. */
  static String amount(double value, String unit) {
    return switch (unit) {
      case "dollars" -> tunebench.ui.control.Show.dollars(value);
      case "GB" -> tunebench.ui.control.Show.bytes(Math.round(value * 1e9));
      default -> tunebench.ui.control.Show.text("%,.0f %s", value, unit);
    };
  }
}
