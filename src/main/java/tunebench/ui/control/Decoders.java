package tunebench.ui.control;

import java.util.List;

/** The ways to take a price from a model, in words. */
public final class Decoders {
  private Decoders() {}

  public static String name(String kind) {
    return switch (kind) {
      case "generate" -> "Write and read";
      case "top-k" -> "Top three weighted";
      case "mean" -> "Mean of all prices";
      case "median" -> "Median of all prices";
      case "likeliest price" -> "Likeliest price";
      default -> kind;
    };
  }

  /** What all of them do, in a few sentences. */
  public static String explained() {
    StringBuilder all = new StringBuilder("How a price is taken from the model.");
    for (String kind : List.of("generate", "top-k", "mean", "median")) {
      all.append("\n").append(name(kind)).append(": ").append(meaning(kind));
    }
    return all.append("\n").toString();
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
