package tunebench.run;

/**
 * Which products, how they are asked about, and how they are dealt into parts.
 *
 * @param dataset id of an imported dataset
 * @param template {@code V1} or {@code V2}, the course's prompt
 * @param train products to train on; 0 for all that the other parts leave
 * @param validation products for the best checkpoint's choice
 * @param test products held out
 * @param seed of the shuffle
 */
public record DataChoice(
    String dataset, String template, int train, int validation, int test, long seed) {

  /** The first template; {@code test} products held out and as many again for validation. */
  public static DataChoice of(String dataset, int validation, int test) {
    return new DataChoice(dataset, "V1", 0, validation, test, 42);
  }
}
