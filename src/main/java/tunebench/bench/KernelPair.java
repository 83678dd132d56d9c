package tunebench.bench;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import tunebench.tensor.Dtype;
import tunebench.tensor.Kernels;
import tunebench.tensor.Matrix;
import tunebench.tensor.Scope;
import tunebench.tensor.Tensors;

/** Two sets of kernels, given the same random inputs, and how far apart they were found. */
final class KernelPair {
  private final Scope scope;
  private final Kernels tested;
  private final Kernels reference;
  private final Dtype compute;
  private final Random random;
  private final List<KernelCheck.Finding> findings = new ArrayList<>();

  /**
   * Sets up.
   *
   * @param scope on the device to test; keeps the inputs
   * @param compute element type of activations
   */
  KernelPair(Scope scope, Kernels tested, Kernels reference, Dtype compute, long seed) {
    this.scope = scope;
    this.tested = tested;
    this.reference = reference;
    this.compute = compute;
    this.random = new Random(seed);
  }

  Scope scope() {
    return scope;
  }

  Kernels tested() {
    return tested;
  }

  Kernels reference() {
    return reference;
  }

  Dtype compute() {
    return compute;
  }

  Random random() {
    return random;
  }

  List<KernelCheck.Finding> findings() {
    return findings;
  }

  /**
   * Lets both write a matrix [n, columns] that holds NaN before.
   *
   * @param width of the input, for the finding's size
   * @param work what fills the matrix
   */
  void compare(String kernel, int n, int width, int columns, BiConsumer<Kernels, Matrix> work) {
    List<float[]> results = new ArrayList<>();
    for (Kernels kernels : List.of(tested, reference)) {
      try (Scope step = scope.child()) {
        Matrix y = poisoned(step, n, columns, compute);
        work.accept(kernels, y);
        kernels.finish();
        results.add(values(y));
      }
    }
    add(kernel, n + " x " + width, results.get(0), results.get(1));
  }

  /** Notes how far what the tested kernels gave is from what the reference gave. */
  void add(String kernel, String size, float[] found, float[] wanted) {
    findings.add(new KernelCheck.Finding(kernel, size, distance(found, wanted)));
  }

  /** All NaN: what a kernel leaves out is seen. */
  static Matrix poisoned(Scope step, int rows, int columns, Dtype dtype) {
    float[] poison = new float[rows * columns];
    Arrays.fill(poison, Float.NaN);
    return Matrix.of(Tensors.cast(step, step.floats(poison, rows, columns), dtype), dtype);
  }

  float[] values(Matrix m) {
    try (Scope step = scope.child()) {
      return Tensors.cast(step, m.base(), Dtype.FLOAT32).toFloatArray();
    }
  }

  /** Standard normal numbers of the compute type, [rows, columns]. */
  Matrix normal(int rows, int columns) {
    return normal(scope, rows, columns, 1);
  }

  Matrix normal(Scope kept, int rows, int columns, double deviation) {
    try (Scope step = kept.child()) {
      NDArray wide = step.floats(numbers(rows * columns, deviation), rows, columns);
      return Matrix.of(Tensors.cast(kept, wide, compute), compute);
    }
  }

  /** Standard normal numbers in float32, [count]. */
  Matrix flat(int count) {
    return Matrix.flat(scope.floats(numbers(count, 1), count));
  }

  float[] numbers(int count, double deviation) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
    return values;
  }

  /** Cosines or sines, [rows, columns]: both halves of each row are equal. */
  Matrix angles(int rows, int columns) {
    float[] values = numbers(rows * columns, 1);
    for (int i = 0; i < values.length; i++) {
      if (i % columns >= columns / 2) {
        values[i] = values[i - columns / 2];
      }
    }
    return Matrix.of(scope.floats(values, rows, columns));
  }

  /**
   * |found - wanted| / |wanted|; a missing number anywhere makes it NaN, which agrees with nothing.
   */
  static double distance(float[] found, float[] wanted) {
    double gap = 0;
    double size = 0;
    for (int i = 0; i < found.length; i++) {
      double w = wanted[i];
      gap += (found[i] - w) * (found[i] - w);
      size += w * w;
    }
    return Math.sqrt(gap / Math.max(size, 1e-30));
  }
}
