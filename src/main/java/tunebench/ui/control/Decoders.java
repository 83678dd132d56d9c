package tunebench.ui.control;

/** The ways to take a price from a model, in words. */
public final class Decoders {
  private Decoders() {}

  public static String name(String kind) {
    return switch (kind) {
      case "generate" -> "Write and read";
      case "top-k" -> "Top three weighted";
      case "mean" -> "Mean of all prices";
      case "median" -> "Median of all prices";
      default -> kind;
    };
  }

  /** What it does, in one sentence. */
  public static String meaning(String kind) {
    return switch (kind) {
      case "generate" -> "The model writes a few tokens; the first number is the price (lab 2).";
      case "top-k" -> "The three likeliest price tokens, weighted by their probability (lab 5).";
      case "mean" -> "The mean of the distribution over 0 to 999 dollars.";
      case "median" ->
          "Its median: half of the probability lies below; usually the smallest error.";
      default -> "";
    };
  }
}
