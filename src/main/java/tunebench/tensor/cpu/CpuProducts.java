package tunebench.tensor.cpu;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import tunebench.tensor.Dtype;
import tunebench.tensor.Matrix;

/**
 * Products into float32 whose factors are multiplied in one dtype, whatever they come in.
 *
 * @param dtype float32 or bfloat16
 */
record CpuProducts(Mkl mkl, Dtype dtype) {
  /** Columns of a product at a time; MKL takes more no faster, and some numbers far slower. */
  private static final int WIDEST = 768;

  private static final int ALIGNMENT = 64;

  /** Rows of a product from which they are shared out among threads; of fewer the columns are. */
  private static final int FEW = 64;

  /** Columns that one thread takes at least. */
  private static final int PART = 64;

  private static final ThreadLocal<MemorySegment[]> ROOMS =
      ThreadLocal.withInitial(() -> new MemorySegment[] {MemorySegment.NULL, MemorySegment.NULL});

  /** c [m, n] = alpha * op(a) op(b) + beta * c, where op transposes if asked. */
  void multiply(
      int m,
      int n,
      Matrix a,
      boolean transposeA,
      Matrix b,
      boolean transposeB,
      double alpha,
      double beta,
      Mkl.Operand c) {
    int inner = transposeA ? a.rows() : a.columns();
    Mkl.Operand left = factor(a, transposeA, 0);
    Mkl.Operand right = factor(b, transposeB, 1);
    int pieces = (n + WIDEST - 1) / WIDEST;
    for (int piece = 0; piece < pieces; piece++) {
      int from = n * piece / pieces;
      int width = n * (piece + 1) / pieces - from;
      Mkl.Operand part = right.columns(from, dtype);
      multiply(m, width, inner, alpha, left, part, beta, c.columns(from, Dtype.FLOAT32));
    }
  }

  private void multiply(
      int m, int n, int k, double alpha, Mkl.Operand a, Mkl.Operand b, double beta, Mkl.Operand c) {
    if (dtype == Dtype.FLOAT32) {
      mkl.single(m, n, k, (float) alpha, a, b, (float) beta, c);
    } else {
      mkl.half(m, n, k, (float) alpha, a, b, (float) beta, c);
    }
  }

  /** The same of whole matrices. */
  void multiply(
      Matrix a,
      boolean transposeA,
      Matrix b,
      boolean transposeB,
      double alpha,
      double beta,
      Matrix c) {
    Mkl.Operand into = new Mkl.Operand(c.pointer(), c.stride(), false);
    multiply(c.rows(), c.columns(), a, transposeA, b, transposeB, alpha, beta, into);
  }

  /**
   * Whether op(a) has so few rows, and b so many numbers, that threads had better share out the
   * columns: with rows each would read all of b.
   */
  boolean wide(Matrix a, Matrix b) {
    long numbers = (long) b.rows() * b.columns();
    return a.rows() < FEW && Team.members(numbers / a.columns() / PART, numbers) > 1;
  }

  /** c = alpha * a op(b) + beta * c, some columns at a time. */
  void multiplyWide(Matrix a, Matrix b, boolean transposeB, double alpha, double beta, Matrix c) {
    int n = c.columns();
    int parts = n / PART;
    Team.rows(
        parts,
        Math.toIntExact((long) b.rows() * b.columns() / parts),
        (first, last) ->
            mkl.alone(
                () -> {
                  int from = Math.toIntExact((long) n * first / parts);
                  int width = Math.toIntExact((long) n * last / parts) - from;
                  Matrix some = transposeB ? b.rows(from, width) : b.columns(from, width);
                  multiply(a, false, some, transposeB, alpha, beta, c.columns(from, width));
                }));
  }

  /** A factor in the products' dtype, where it lies or in the calling thread's memory. */
  private Mkl.Operand factor(Matrix m, boolean transposed, int place) {
    if (m.dtype() == dtype) {
      return new Mkl.Operand(m.pointer(), m.stride(), transposed);
    }
    Rows cast =
        new Rows(
            room((long) m.rows() * m.columns() * dtype.bytes(), place),
            dtype,
            m.rows(),
            m.columns(),
            m.columns(),
            0);
    RowLoops.copy(Rows.of(m), cast, 0, m.rows());
    return new Mkl.Operand(cast.memory().address(), m.columns(), transposed);
  }

  private static MemorySegment room(long bytes, int place) {
    MemorySegment[] rooms = ROOMS.get();
    if (rooms[place].byteSize() < bytes) {
      rooms[place] = Arena.ofAuto().allocate(bytes, ALIGNMENT);
    }
    return rooms[place];
  }
}
