package tunebench.train;

/**
 * Learning rate that rises in a line during the warm-up and then falls to zero along half a cosine
 * (the {@code cosine} schedule of transformers).
 *
 * @param peak the rate at the end of the warm-up
 * @param warmup steps of rise
 * @param total steps in all
 */
public record CosineSchedule(double peak, int warmup, int total) {
  /** With the warm-up as a share of all steps, rounded up. */
  public static CosineSchedule of(double peak, double warmupRatio, int total) {
    return new CosineSchedule(peak, (int) Math.ceil(warmupRatio * total), total);
  }

  /** The rate of step {@code step}, counted from 0. */
  public double rate(int step) {
    if (step < warmup) {
      return peak * step / Math.max(1, warmup);
    }
    double progress = (double) (step - warmup) / Math.max(1, total - warmup);
    return peak * Math.max(0, 0.5 * (1 + Math.cos(Math.PI * progress)));
  }
}
