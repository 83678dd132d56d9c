package tunebench.run;

/**
 * What a rule without a language model reaches on the same products.
 *
 * @param name {@code mean}, {@code median} or {@code text-ridge}
 */
public record BaselineScore(String name, Scores scores) {}
