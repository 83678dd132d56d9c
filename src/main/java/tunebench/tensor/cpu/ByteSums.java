package tunebench.tensor.cpu;

import ai.djl.ndarray.NDArray;
import org.jspecify.annotations.Nullable;
import tunebench.tensor.Dtype;

/**
 * A product of {@link ByteRows} with a weight in 8 bits, of which each reader of a row makes the
 * output: the sums times the row's step, the bias, an adapter's change.
 *
 * @param sums float32, of the input in units of its rows' steps; its array belongs to this and the
 *     products beside it
 * @param steps of the rows
 * @param bias [out], or null
 * @param change float32, is added; or null. Its array belongs to this
 */
@SuppressWarnings("ArrayRecordComponent")
public record ByteSums(Made sums, float[] steps, float @Nullable [] bias, @Nullable Made change)
    implements AutoCloseable {
  /** An array and its rows. */
  public record Made(NDArray array, Rows rows) {
    /** The rows of an array [rows, columns] in float32. */
    public static Made of(NDArray array) {
      return new Made(array, Rows.of(array, Dtype.FLOAT32));
    }

    /** Some of the columns, in the same array. */
    public Made part(int from, int width) {
      return new Made(array, rows.part(from, width));
    }
  }

  /** Numbers of a row of the output. */
  public int columns() {
    return sums.rows.columns();
  }

  int count() {
    return sums.rows.count();
  }

  /**
   * Makes a row of the output.
   *
   * @param room as long as a row, overwritten
   */
  void read(int row, float[] into, float[] room, Scratch scratch) {
    int n = columns();
    sums.rows.read(row, into, scratch);
    Vectors.scale(into, steps[row], n);
    if (bias != null) {
      Vectors.add(bias, into, n);
    }
    if (change != null) {
      change.rows.read(row, room, scratch);
      Vectors.add(room, into, n);
    }
  }

  /** Whether a row is its sums times its step and nothing else. */
  boolean bare() {
    return bias == null && change == null;
  }

  /** stream += the output. */
  public void addTo(Rows stream) {
    int n = columns();
    Team.rows(
        count(),
        n,
        (from, to) -> {
          Scratch scratch = Scratch.of(n);
          for (int row = from; row < to; row++) {
            read(row, scratch.y, scratch.z, scratch);
            stream.read(row, scratch.x, scratch);
            Vectors.add(scratch.y, scratch.x, n);
            stream.write(row, scratch.x, scratch);
          }
        });
  }

  @Override
  public void close() {
    sums.array.close();
    if (change != null) {
      change.array.close();
    }
  }
}
