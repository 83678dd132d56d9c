package tunebench.tensor.cpu;

import org.jspecify.annotations.Nullable;

/**
 * The root-mean-square norm (Zhang and Sennrich 2019) of a residual stream, to which a product is
 * added on the way.
 *
 * @param stream float32; gets the sum
 * @param change is added to it, or null
 * @param weight [columns]
 * @param eps added to the mean of squares
 */
@SuppressWarnings("ArrayRecordComponent")
public record NormedRows(Rows stream, @Nullable ByteSums change, float[] weight, double eps)
    implements RowSource {
  @Override
  public int count() {
    return stream.count();
  }

  @Override
  public int columns() {
    return stream.columns();
  }

  @Override
  public void read(int row, float[] into, Scratch scratch) {
    int n = columns();
    stream.read(row, into, scratch);
    if (change != null) {
      change.read(row, scratch.y, scratch.z, scratch);
      Vectors.add(scratch.y, into, n);
      stream.write(row, into, scratch);
    }
    float mean = Vectors.squares(into, n) / n;
    Vectors.scale(into, (float) (1 / Math.sqrt(mean + eps)), weight, n);
  }

  @Override
  public RowSource again() {
    return new NormedRows(stream, null, weight, eps);
  }
}
