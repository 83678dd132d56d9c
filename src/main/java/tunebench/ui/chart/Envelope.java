package tunebench.ui.chart;

import java.util.Arrays;
import tunebench.ui.chart.Thin.Points;

/**
 * The least and the greatest value of each of so many buckets of a curve that grows. A new point
 * costs the same however many there are: it goes into the last bucket; when all buckets are full,
 * each two become one. Not safe for use by two threads at once.
 */
public final class Envelope {
  private static final int LOW_X = 0;
  private static final int LOW_Y = 1;
  private static final int HIGH_X = 2;
  private static final int HIGH_Y = 3;
  private static final int GAP_X = 4;
  private static final int FIELDS = 5;

  private final double[][] buckets;
  private int used;
  private int inLast;
  private int width = 1;

  /**
   * An empty one.
   *
   * @param buckets at most, an even number; at most three points come of each
   */
  public Envelope(int buckets) {
    this.buckets = new double[buckets][FIELDS];
  }

  /**
   * Takes the next point.
   *
   * @param y NaN for a gap
   */
  public void add(double x, double y) {
    if (used == 0 || inLast == width) {
      if (used == buckets.length) {
        halve();
      }
      Arrays.fill(buckets[used++], Double.NaN);
      inLast = 0;
    }
    inLast++;
    take(buckets[used - 1], x, y);
  }

  private static void take(double[] bucket, double x, double y) {
    if (Double.isNaN(y)) {
      bucket[GAP_X] = x;
      return;
    }
    // Both comparisons are false while the bucket is empty.
    if (!(bucket[LOW_Y] <= y)) {
      bucket[LOW_X] = x;
      bucket[LOW_Y] = y;
    }
    if (!(bucket[HIGH_Y] >= y)) {
      bucket[HIGH_X] = x;
      bucket[HIGH_Y] = y;
    }
  }

  private void halve() {
    used /= 2;
    width *= 2;
    for (int i = 0; i < used; i++) {
      double[] into = buckets[i];
      double[] first = buckets[2 * i];
      double[] second = buckets[2 * i + 1];
      boolean low = second[LOW_Y] < first[LOW_Y] || Double.isNaN(first[LOW_Y]);
      boolean high = second[HIGH_Y] > first[HIGH_Y] || Double.isNaN(first[HIGH_Y]);
      double[] lower = low ? second : first;
      double[] higher = high ? second : first;
      double gap = Double.isNaN(second[GAP_X]) ? first[GAP_X] : second[GAP_X];
      double[] both = {lower[LOW_X], lower[LOW_Y], higher[HIGH_X], higher[HIGH_Y], gap};
      System.arraycopy(both, 0, into, 0, FIELDS);
    }
  }

  /** What there is to draw: the points of all buckets, ascending. */
  public Points points() {
    double[] x = new double[3 * used];
    double[] y = new double[3 * used];
    int n = 0;
    for (int i = 0; i < used; i++) {
      double[] b = buckets[i];
      boolean rising = b[LOW_X] <= b[HIGH_X];
      double firstX = rising ? b[LOW_X] : b[HIGH_X];
      double firstY = rising ? b[LOW_Y] : b[HIGH_Y];
      double secondX = rising ? b[HIGH_X] : b[LOW_X];
      double secondY = rising ? b[HIGH_Y] : b[LOW_Y];
      boolean gapLeft = !Double.isNaN(b[GAP_X]);
      if (!Double.isNaN(firstX)) {
        if (gapLeft && b[GAP_X] < firstX) {
          x[n] = b[GAP_X];
          y[n++] = Double.NaN;
          gapLeft = false;
        }
        x[n] = firstX;
        y[n++] = firstY;
        if (gapLeft && b[GAP_X] < secondX) {
          x[n] = b[GAP_X];
          y[n++] = Double.NaN;
          gapLeft = false;
        }
        if (secondX != firstX) {
          x[n] = secondX;
          y[n++] = secondY;
        }
      }
      if (gapLeft) {
        x[n] = b[GAP_X];
        y[n++] = Double.NaN;
      }
    }
    return new Points(Arrays.copyOf(x, n), Arrays.copyOf(y, n));
  }
}
