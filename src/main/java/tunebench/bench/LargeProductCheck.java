package tunebench.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import tunebench.tensor.Dtype;
import tunebench.tensor.Kernels;
import tunebench.tensor.Matrix;
import tunebench.tensor.Scope;
import tunebench.tensor.Tensors;

/**
 * Compares large products, each taken many times with a factor that is copied beside the other work
 * first, as dense weights are made: all must be right, and all must have the same bits, or a run
 * could not be repeated.
 */
public final class LargeProductCheck {
  /** A factor that comes too late is seen only now and then. */
  private static final int TIMES = 40;

  private final Scope scope;
  private final Kernels tested;
  private final Kernels reference;
  private final Dtype compute;
  private final Random random = new Random(12);

  /**
   * Sets up.
   *
   * @param scope on the device to test
   */
  public LargeProductCheck(Scope scope, Kernels tested, Kernels reference, Dtype compute) {
    this.scope = scope;
    this.tested = tested;
    this.reference = reference;
    this.compute = compute;
  }

  /** Compares both ways to multiply, [m, k] by [n, k] transposed and by [k, n]. */
  public List<KernelCheck.Finding> run(int m, int n, int k) {
    List<KernelCheck.Finding> findings = new ArrayList<>();
    for (boolean transposed : new boolean[] {true, false}) {
      for (double beta : new double[] {0, 1}) {
        findings.addAll(check(m, n, k, transposed, beta));
      }
    }
    return findings;
  }

  private List<KernelCheck.Finding> check(int m, int n, int k, boolean transposed, double beta) {
    String size = "%d x %d x %d".formatted(m, n, k);
    try (Scope work = scope.child();
        Kernels.Line line = tested.line()) {
      Matrix a = normal(work, m, k);
      Matrix b = transposed ? normal(work, n, k) : normal(work, k, n);
      Matrix c = normal(work, m, n);
      Matrix y = empty(work, m, n);
      Matrix beside = empty(work, b.rows(), b.columns());
      reference.copy(c, y);
      reference.product(a, false, b, transposed, 1, beta, y);
      float[] wanted = floats(y);
      float[] first = null;
      double farthest = 0;
      double changed = 0;
      for (int i = 0; i < TIMES; i++) {
        tested.copy(c, y);
        line.start(() -> tested.copy(b, beside));
        line.join();
        tested.product(a, false, beside, transposed, 1, beta, y);
        float[] found = floats(y);
        if (first == null) {
          first = found;
          farthest = distance(found, wanted);
        } else if (!Arrays.equals(first, found)) {
          changed++;
        }
      }
      String kind = "large product %s %s".formatted(transposed, beta);
      return List.of(
          new KernelCheck.Finding(kind, size, farthest),
          new KernelCheck.Finding(kind + ", times with other bits", size, changed));
    }
  }

  private Matrix normal(Scope work, int rows, int columns) {
    float[] numbers = new float[rows * columns];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) random.nextGaussian();
    }
    try (Scope step = work.child()) {
      return Matrix.of(Tensors.cast(work, step.floats(numbers, rows, columns), compute), compute);
    }
  }

  private Matrix empty(Scope work, int rows, int columns) {
    return Matrix.of(Tensors.empty(work, compute, rows, columns), compute);
  }

  private float[] floats(Matrix m) {
    try (Scope step = scope.child()) {
      return Tensors.cast(step, m.base(), Dtype.FLOAT32).toFloatArray();
    }
  }

  /** The length of the difference over the length of what is wanted. */
  private static double distance(float[] found, float[] wanted) {
    double difference = 0;
    double length = 0;
    for (int i = 0; i < found.length; i++) {
      difference += Math.pow((double) found[i] - wanted[i], 2);
      length += Math.pow(wanted[i], 2);
    }
    double distance = Math.sqrt(difference / length);
    return Double.isNaN(distance) ? Double.POSITIVE_INFINITY : distance;
  }
}
