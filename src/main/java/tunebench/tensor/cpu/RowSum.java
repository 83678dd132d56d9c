package tunebench.tensor.cpu;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import tunebench.tensor.Dtype;
import tunebench.tensor.Matrix;

/**
 * c = alpha * a^T b + beta * c, where a and b have a row for each row of the work. Each share of
 * the rows has a sum of its own; they are added in their order, so that the result does not depend
 * on which thread was faster.
 */
final class RowSum implements RowQueue.Work {
  private final CpuProducts products;
  private final Matrix a;
  private final Matrix b;
  private final double alpha;
  private final double beta;
  private final Matrix into;
  private MemorySegment parts = MemorySegment.NULL;
  private boolean[] begun = {};

  RowSum(CpuProducts products, Matrix a, Matrix b, double alpha, double beta, Matrix into) {
    this.products = products;
    this.a = a;
    this.b = b;
    this.alpha = alpha;
    this.beta = beta;
    this.into = into;
  }

  Matrix into() {
    return into;
  }

  /** Bytes of one share's sum. */
  long bytes() {
    return (long) into.rows() * into.columns() * Dtype.FLOAT32.bytes();
  }

  /**
   * Begins.
   *
   * @param memory for the sums of the shares, where there are several
   */
  void begin(int shares, MemorySegment memory) {
    begun = new boolean[shares];
    parts = memory;
  }

  @Override
  public void run(int from, int to, int share) {
    boolean alone = begun.length == 1;
    Mkl.Operand sum =
        alone
            ? new Mkl.Operand(into.pointer(), into.stride(), false)
            : new Mkl.Operand(parts.address() + share * bytes(), into.columns(), false);
    double keep = begun[share] ? 1 : alone ? beta : 0;
    begun[share] = true;
    products.multiply(
        into.rows(),
        into.columns(),
        a.rows(from, to - from),
        true,
        b.rows(from, to - from),
        false,
        alpha,
        keep,
        sum);
  }

  /** Adds the shares' sums of rows from {@code from} to before {@code to}. */
  void end(int from, int to) {
    int n = into.columns();
    Rows rows = Rows.of(into);
    Scratch s = Scratch.of(n);
    for (int row = from; row < to; row++) {
      if (beta == 0) {
        Arrays.fill(s.x, 0, n, 0);
      } else {
        rows.read(row, s.x, s);
        Vectors.scale(s.x, (float) beta, n);
      }
      for (int share = 0; share < begun.length; share++) {
        if (begun[share]) {
          part(share).read(row, s.y, s);
          Vectors.add(s.y, s.x, n);
        }
      }
      rows.write(row, s.x, s);
    }
  }

  private Rows part(int share) {
    return new Rows(
        parts.asSlice(share * bytes(), bytes()),
        Dtype.FLOAT32,
        into.rows(),
        into.columns(),
        into.columns(),
        0);
  }
}
