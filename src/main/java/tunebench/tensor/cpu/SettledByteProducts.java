package tunebench.tensor.cpu;

import tunebench.tensor.Kernels;
import tunebench.tensor.Matrix;

/**
 * Libtorch's products of bytes, each when all that was asked for before is done.
 *
 * @param queue of what was put off
 */
record SettledByteProducts(RowQueue queue, Kernels.ByteProducts libtorch)
    implements Kernels.ByteProducts {
  @Override
  public void input(Matrix x, double threshold) {
    queue.settle();
    libtorch.input(x, threshold);
  }

  @Override
  public void multiply(Kernels.Bytes weight, Matrix y, boolean add) {
    queue.settle();
    libtorch.multiply(weight, y, add);
  }
}
