package tunebench.fused;

/**
 * How a pass is run.
 *
 * @param seed of dropout
 * @param training whether adapters drop inputs
 * @param fresh whether gradients of adapters are set, not added to
 */
public record PassMode(long seed, boolean training, boolean fresh) {
  /** For answers: nothing is dropped. */
  public static PassMode still() {
    return new PassMode(0, false, true);
  }
}
