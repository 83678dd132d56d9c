package tunebench.tensor.cpu;

import tunebench.tensor.Dtype;
import tunebench.tensor.Matrix;

/**
 * Which way a product is taken: put off with other work on its rows, by columns where it has few
 * rows, or at once.
 */
record QueuedProducts(RowQueue queue, CpuProducts products) {
  /** A processor multiplies so many numbers while a loop takes up one. */
  private static final int MULTIPLIED = 128;

  /** See {@link tunebench.tensor.Kernels#product}. */
  void product(
      Matrix a,
      boolean transposeA,
      Matrix b,
      boolean transposeB,
      double alpha,
      double beta,
      Matrix c) {
    if (c.dtype() != Dtype.FLOAT32) {
      throw new IllegalArgumentException("a product on a CPU is in float32, not " + c.dtype());
    }
    queue.needSum(a);
    long work = (long) c.rows() * c.columns() * (transposeA ? a.rows() : a.columns()) / MULTIPLIED;
    if (transposeA && !transposeB) {
      queue.needSum(b);
      queue.add(a.rows(), work / a.rows(), new RowSum(products, a, b, alpha, beta, c));
    } else if (transposeA || b.dtype() != products.dtype()) {
      queue.settle();
      products.multiply(a, transposeA, b, transposeB, alpha, beta, c);
    } else if (products.wide(a, b)) {
      queue.settle();
      products.multiplyWide(a, b, transposeB, alpha, beta, c);
    } else {
      queue.needWhole(b);
      queue.add(
          c,
          work / c.rows(),
          (from, to, share) -> {
            Matrix some = a.rows(from, to - from);
            Matrix into = c.rows(from, to - from);
            products.multiply(some, false, b, transposeB, alpha, beta, into);
          });
    }
  }
}
