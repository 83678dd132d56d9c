package tunebench.ui.chart;

/** Cuts long series to what a screen can show, and smooths them. To be called off the FX thread. */
public final class Thin {
  private Thin() {}

  /**
   * Points of a curve.
   *
   * @param x ascending
   * @param y NaN where there is a gap
   */
  @SuppressWarnings("ArrayRecordComponent") // Two columns of up to 2,000 numbers; nobody compares.
  public record Points(double[] x, double[] y) {
    public static final Points NONE = new Points(new double[0], new double[0]);

    public int size() {
      return x.length;
    }
  }

  /**
   * Keeps the least and the greatest value of each of so many buckets of equal count, so that no
   * spike is lost; a bucket with a NaN keeps one, so that no gap is lost either.
   *
   * @param n points of the arrays that count
   * @param buckets at most three points come out of each
   */
  public static Points minMax(double[] x, double[] y, int n, int buckets) {
    if (n <= 2 * buckets) {
      return new Points(java.util.Arrays.copyOf(x, n), java.util.Arrays.copyOf(y, n));
    }
    double[] outX = new double[3 * buckets];
    double[] outY = new double[3 * buckets];
    int out = 0;
    for (int bucket = 0; bucket < buckets; bucket++) {
      int from = (int) ((long) n * bucket / buckets);
      int to = (int) ((long) n * (bucket + 1) / buckets);
      int low = -1;
      int high = -1;
      int gap = -1;
      for (int i = from; i < to; i++) {
        if (Double.isNaN(y[i])) {
          gap = i;
        } else {
          low = low < 0 || y[i] < y[low] ? i : low;
          high = high < 0 || y[i] > y[high] ? i : high;
        }
      }
      int[] kept = {low, high, gap};
      java.util.Arrays.sort(kept);
      int last = -1;
      for (int i : kept) {
        if (i >= 0 && i != last) {
          outX[out] = x[i];
          outY[out] = y[i];
          out++;
          last = i;
        }
      }
    }
    return new Points(java.util.Arrays.copyOf(outX, out), java.util.Arrays.copyOf(outY, out));
  }

  /**
   * The averages of {@link Smoothing} after each value.
   *
   * @param weight of the past, from 0 (no smoothing) up to 1
   */
  public static double[] smooth(double[] y, int n, double weight) {
    double[] out = new double[n];
    var average = new Smoothing(weight);
    for (int i = 0; i < n; i++) {
      out[i] = average.next(y[i]);
    }
    return out;
  }
}
