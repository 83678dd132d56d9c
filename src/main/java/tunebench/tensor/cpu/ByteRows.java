package tunebench.tensor.cpu;

import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * An input as LLM.int8 quantizes it (Dettmers et al. 2022): codes of 8 bits, whose memory is the
 * caller's, with a scale per row; and the columns in which any number reaches the threshold, which
 * stay as they are and have the code 0.
 *
 * @param steps how far apart neighbouring codes of each row are
 * @param loud those columns, ascending
 */
@SuppressWarnings("ArrayRecordComponent")
public record ByteRows(float[] steps, int[] loud) {
  /** The largest code. */
  private static final float MOST = 127;

  /** A row whose numbers are all smaller has the code 0 throughout, and any step. */
  private static final float LEAST = 1e-30f;

  /**
   * Quantizes rows. Each is made, measured and coded while it is in the cache; a second time only
   * where an outlier was seen.
   *
   * @param threshold magnitude from which a column counts as an outlier
   * @param codes int8, gets the codes
   * @param copy float32, gets the rows themselves, so that they need not be made again; or null
   * @param expected whether outliers are likely, so that no row is coded before all are seen; only
   *     with a copy
   * @param room asked for memory [rows, n] float32 where n columns are loud; it gets their numbers
   *     in units of their row's step
   */
  public static ByteRows of(
      RowSource source,
      double threshold,
      Rows codes,
      @Nullable Rows copy,
      boolean expected,
      IntFunction<Rows> room) {
    int count = source.count();
    int n = source.columns();
    float[] steps = new float[count];
    int[] most = new int[n];
    Team.rows(
        count,
        n,
        (from, to) -> {
          Scratch scratch = Scratch.of(n);
          int[] columns = new int[n];
          for (int row = from; row < to; row++) {
            source.read(row, scratch.x, scratch);
            if (copy != null) {
              copy.write(row, scratch.x, scratch);
            }
            if (expected) {
              scratch.toBits(scratch.x, n);
              Vectors.largest(scratch.bits, columns, n);
              continue;
            }
            float largest = scratch.largest(scratch.x, n);
            if (largest >= threshold) {
              Vectors.largest(scratch.bits, columns, n);
            }
            steps[row] = code(row, largest, codes, scratch);
          }
          synchronized (most) {
            Vectors.largest(columns, most, n);
          }
        });
    int[] loud =
        IntStream.range(0, n).filter(i -> Float.intBitsToFloat(most[i]) >= threshold).toArray();
    if (loud.length > 0 || expected) {
      RowSource again = copy == null ? source.again() : new PlainRows(copy);
      apart(again, loud, codes, steps, loud.length == 0 ? null : room.apply(loud.length));
    }
    return new ByteRows(steps, loud);
  }

  private static void apart(
      RowSource source, int[] loud, Rows codes, float[] steps, @Nullable Rows values) {
    int n = source.columns();
    Team.rows(
        source.count(),
        n,
        (from, to) -> {
          Scratch scratch = Scratch.of(n);
          for (int row = from; row < to; row++) {
            source.read(row, scratch.x, scratch);
            for (int i = 0; i < loud.length; i++) {
              scratch.y[i] = scratch.x[loud[i]];
              scratch.x[loud[i]] = 0;
            }
            float step = code(row, scratch.largest(scratch.x, n), codes, scratch);
            steps[row] = step;
            if (values != null) {
              Vectors.scale(scratch.y, 1 / step, loud.length);
              values.write(row, scratch.y, scratch);
            }
          }
        });
  }

  /** Codes a row; returns its step. */
  private static float code(int row, float largest, Rows codes, Scratch scratch) {
    float most = largest < LEAST ? 1 : largest;
    Vectors.round(scratch.x, 1 / most * MOST, scratch.codes, codes.columns());
    codes.write(row, scratch.codes);
    return most / MOST;
  }
}
