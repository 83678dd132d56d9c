package tunebench.run;

/**
 * How a price is taken from the model.
 *
 * @param kind {@code generate} (greedy text, then parsed), {@code top-k} (the k likeliest price
 *     tokens, weighted) or {@code full} (every price token, weighted)
 * @param k for {@code top-k}
 * @param maxNewTokens for {@code generate}
 */
public record DecoderChoice(String kind, int k, int maxNewTokens) {

  /** Greedy text of four tokens: the course's lab 2. */
  public static DecoderChoice generate() {
    return new DecoderChoice("generate", 3, 4);
  }

  /** The three likeliest price tokens: the course's lab 5. */
  public static DecoderChoice topThree() {
    return new DecoderChoice("top-k", 3, 4);
  }
}
