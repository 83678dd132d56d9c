package tunebench.tensor.cpu;

import java.util.stream.IntStream;

/**
 * An input as LLM.int8 sees it (Dettmers et al. 2022): each number as its code of 8 bits stands for
 * it, but for the columns in which any number reaches the threshold, which stay as they are. First
 * all rows are looked at, then all are rounded.
 */
final class RoundedRows {
  /** The largest code. */
  private static final float MOST = 127;

  /** A row whose numbers are all smaller is rounded to zeros. */
  private static final float LEAST = 1e-30f;

  private final Rows x;
  private final double threshold;
  private final int[][] most;
  private int[] loud = {};

  /**
   * Sets up.
   *
   * @param threshold magnitude from which a column stays as it is
   * @param shares of the rows that are looked at beside each other
   */
  RoundedRows(Rows x, double threshold, int shares) {
    this.x = x;
    this.threshold = threshold;
    this.most = new int[shares][x.columns()];
  }

  /** Looks at some rows. */
  void look(int from, int to, int share) {
    int n = x.columns();
    Scratch s = Scratch.of(n);
    for (int row = from; row < to; row++) {
      x.read(row, s.x, s);
      s.toBits(s.x, n);
      Vectors.largest(s.bits, most[share], n);
    }
  }

  /** All rows have been looked at. */
  void decide() {
    int n = x.columns();
    for (int share = 1; share < most.length; share++) {
      Vectors.largest(most[share], most[0], n);
    }
    loud =
        IntStream.range(0, n).filter(i -> Float.intBitsToFloat(most[0][i]) >= threshold).toArray();
  }

  /** y = some rows, rounded. */
  void round(Rows y, int from, int to) {
    int n = x.columns();
    Scratch s = Scratch.of(n);
    for (int row = from; row < to; row++) {
      x.read(row, s.x, s);
      for (int i = 0; i < loud.length; i++) {
        s.y[i] = s.x[loud[i]];
        s.x[loud[i]] = 0;
      }
      float largest = s.largest(s.x, n);
      float most = largest < LEAST ? 1 : largest;
      Vectors.toSteps(s.x, 1 / most * MOST, most / MOST, n);
      for (int i = 0; i < loud.length; i++) {
        s.x[loud[i]] = s.y[i];
      }
      y.write(row, s.x, s);
    }
  }
}
