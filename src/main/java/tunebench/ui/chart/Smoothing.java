package tunebench.ui.chart;

/**
 * An exponential moving average that starts unbiased, as Adam's moments do. NaN passes through and
 * leaves the average as it was.
 */
public final class Smoothing {
  private final double weight;
  private double mean;
  private double part;

  /**
   * Begins.
   *
   * @param weight of the past, from 0 (no smoothing) up to 1
   */
  public Smoothing(double weight) {
    this.weight = weight;
  }

  /** The average after one more value. */
  public double next(double value) {
    if (Double.isNaN(value)) {
      return Double.NaN;
    }
    mean = weight * mean + (1 - weight) * value;
    part = weight * part + (1 - weight);
    return mean / part;
  }
}
