package tunebench.run;

/**
 * A model and how it is held.
 *
 * @param folder model folder in the Hub's layout
 * @param quantization such as {@code nf4-double}; see the reply to {@code Hello} for all of them
 * @param device {@code auto}, {@code cpu} or {@code gpu}
 */
public record ModelChoice(String folder, String quantization, String device) {

  /** Double-quantized NF4, as in the course, on the best device there is. */
  public static ModelChoice course(String folder) {
    return new ModelChoice(folder, "nf4-double", "auto");
  }
}
