package tunebench.tensor.cpu;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.Random;
import tunebench.tensor.Dtype;
import tunebench.tensor.Scope;
import tunebench.tensor.Tensors;

/** Arrays for tests of loops: random, or full of what nobody may read. */
final class Poisoned {
  private Poisoned() {}

  static float[] gaussians(Random random, int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  static NDArray array(Scope scope, float[] values, Dtype dtype, int columns) {
    int rows = values.length / columns;
    return Tensors.cast(scope, scope.floats(values, rows, columns), dtype);
  }

  /** Rows of NaN, or of the code 99. */
  static NDArray array(Scope scope, Dtype dtype, int rows, int columns) {
    float[] poison = new float[rows * columns];
    Arrays.fill(poison, dtype == Dtype.INT8 ? 99 : Float.NaN);
    return array(scope, poison, dtype, columns);
  }

  static float[] values(Scope scope, NDArray array) {
    return Tensors.cast(scope, array, Dtype.FLOAT32).toFloatArray();
  }

  /** Sums of a product as it leaves them; the array is a copy. */
  static ByteSums.Made made(Scope scope, float[] values, int columns) {
    return ByteSums.Made.of(array(scope, values, Dtype.FLOAT32, columns));
  }
}
