package tunebench.train;

/**
 * A factor on the loss that keeps float16 gradients above the smallest number there is
 * (Micikevicius et al. 2018). A gradient that overflowed halves it and its update is left out; many
 * good updates in a row double it.
 */
final class LossScale {
  private static final double FIRST = 65_536;
  private static final double MOST = 16_777_216;
  private static final int GOOD = 2000;

  private final boolean dynamic;
  private double factor;
  private int good;

  LossScale() {
    this(true, FIRST);
  }

  LossScale(boolean dynamic, double factor) {
    this.dynamic = dynamic;
    this.factor = factor;
  }

  /** A factor of one that stays. */
  static LossScale none() {
    return new LossScale(false, 1);
  }

  /** What the loss is multiplied by. */
  double factor() {
    return factor;
  }

  /** Whether gradients must be looked at before they are used. */
  boolean dynamic() {
    return dynamic;
  }

  /**
   * Takes note of a gradient's norm.
   *
   * @return whether the update may be made
   */
  boolean accepts(double norm) {
    if (!Double.isFinite(norm)) {
      factor = Math.max(1, factor / 2);
      good = 0;
      return false;
    }
    good++;
    if (good == GOOD) {
      factor = Math.min(MOST, factor * 2);
      good = 0;
    }
    return true;
  }
}
