package tunebench.ui.control;

/** The ways to take a price from a model, in words. */
public final class Decoders {
  private Decoders() {}

  public static String name(String kind) {
    return switch (kind) {
      case "generate" -> "Write and read";
      case "top-k" -> "Top k weighted";
      case "full" -> "All prices weighted";
      default -> kind;
    };
  }

  /** What it does, in one sentence. */
  public static String meaning(String kind) {
    return switch (kind) {
      case "generate" -> "The model writes a few tokens; the first number is the price (lab 2).";
      case "top-k" -> "The k likeliest price tokens, weighted by their probability (lab 5).";
      case "full" -> "Every price token, weighted by its probability.";
      default -> "";
    };
  }
}
