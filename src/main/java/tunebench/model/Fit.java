package tunebench.model;

/** Whether a model fits into a device's memory, as far as its number of weights tells. */
public enum Fit {
  /** QLoRA has room. */
  TRAINS,
  /** Prices can be predicted, but not learned. */
  RUNS,
  /** Not even quantized to 4 bits. */
  TOO_LARGE,
  /** The number of its weights is not known. */
  UNKNOWN;

  /**
   * Bytes per weight in NF4 with double quantization where embeddings stay in 16 bits: 0.71 in an 8
   * billion model, 0.83 in one of 1.2 billion.
   */
  private static final double BYTES = 0.8;

  private static final double SPARE = 1e9;

  /** About the bytes that the model takes in NF4. */
  public static long bytes(long parameters) {
    return Math.round(parameters * BYTES);
  }

  /**
   * Judges.
   *
   * @param parameters 0 if not known
   * @param memory of the device, in bytes
   */
  public static Fit of(long parameters, long memory) {
    if (parameters <= 0) {
      return UNKNOWN;
    }
    double bytes = bytes(parameters);
    // Activations, gradients and moments of a course's run take about a third more.
    if (bytes * 4 / 3 + SPARE <= memory) {
      return TRAINS;
    }
    return bytes + SPARE / 2 <= memory ? RUNS : TOO_LARGE;
  }
}
