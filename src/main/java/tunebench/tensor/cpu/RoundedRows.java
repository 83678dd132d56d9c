package tunebench.tensor.cpu;

import java.util.stream.IntStream;

/**
 * An input as LLM.int8 sees it (Dettmers et al. 2022): each number as its code of 8 bits stands for
 * it, but for the columns in which any number reaches the threshold, which stay as they are.
 */
final class RoundedRows {
  /** The largest code. */
  private static final float MOST = 127;

  /** A row whose numbers are all smaller is rounded to zeros. */
  private static final float LEAST = 1e-30f;

  private RoundedRows() {}

  /** y = x so rounded. */
  static void of(Rows x, double threshold, Rows y) {
    int n = x.columns();
    int[] most = new int[n];
    Team.rows(
        x.count(),
        n,
        (from, to) -> {
          Scratch s = Scratch.of(n);
          int[] columns = new int[n];
          for (int row = from; row < to; row++) {
            x.read(row, s.x, s);
            float largest = s.largest(s.x, n);
            if (largest >= threshold) {
              Vectors.largest(s.bits, columns, n);
            }
            round(s.x, largest, n);
            y.write(row, s.x, s);
          }
          synchronized (most) {
            Vectors.largest(columns, most, n);
          }
        });
    int[] loud =
        IntStream.range(0, n).filter(i -> Float.intBitsToFloat(most[i]) >= threshold).toArray();
    if (loud.length > 0) {
      apart(x, loud, y);
    }
  }

  private static void apart(Rows x, int[] loud, Rows y) {
    int n = x.columns();
    Team.rows(
        x.count(),
        n,
        (from, to) -> {
          Scratch s = Scratch.of(n);
          for (int row = from; row < to; row++) {
            x.read(row, s.x, s);
            for (int i = 0; i < loud.length; i++) {
              s.y[i] = s.x[loud[i]];
              s.x[loud[i]] = 0;
            }
            round(s.x, s.largest(s.x, n), n);
            for (int i = 0; i < loud.length; i++) {
              s.x[loud[i]] = s.y[i];
            }
            y.write(row, s.x, s);
          }
        });
  }

  private static void round(float[] x, float largest, int n) {
    float most = largest < LEAST ? 1 : largest;
    Vectors.toSteps(x, 1 / most * MOST, most / MOST, n);
  }
}
