package tunebench.run;

/**
 * How a price is taken from the model.
 *
 * @param kind {@code generate} (greedy text, then parsed), {@code top-k} (the three likeliest price
 *     tokens, weighted), {@code mean} or {@code median} (of the distribution over 0 to 999 dollars)
 * @param maxNewTokens for {@code generate}
 */
public record DecoderChoice(String kind, int maxNewTokens) {

  /** Greedy text of four tokens: the course's lab 2. */
  public static DecoderChoice generate() {
    return new DecoderChoice("generate", 4);
  }

  /** The three likeliest price tokens: the course's lab 5. */
  public static DecoderChoice topThree() {
    return new DecoderChoice("top-k", 4);
  }
}
