package tunebench.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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

  private static final long SEED = 12;

  private final KernelPair pair;

  /**
   * Sets up.
   *
   * @param scope on the device to test
   * @param compute element type of activations
   */
  public LargeProductCheck(Scope scope, Kernels tested, Kernels reference, Dtype compute) {
    this.pair = new KernelPair(scope, tested, reference, compute, SEED);
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
    Kernels tested = pair.tested();
    try (Scope work = pair.scope().child();
        Kernels.Line line = tested.line()) {
      Matrix a = normal(work, m, k);
      Matrix b = transposed ? normal(work, n, k) : normal(work, k, n);
      Matrix c = normal(work, m, n);
      Matrix y = empty(work, m, n);
      Matrix beside = empty(work, b.rows(), b.columns());
      pair.reference().copy(c, y);
      pair.reference().product(a, false, b, transposed, 1, beta, y);
      float[] wanted = pair.values(y);
      float[] first = null;
      double farthest = 0;
      double changed = 0;
      for (int i = 0; i < TIMES; i++) {
        tested.copy(c, y);
        line.start(() -> tested.copy(b, beside));
        line.join();
        tested.product(a, false, beside, transposed, 1, beta, y);
        tested.finish();
        float[] found = pair.values(y);
        if (first == null) {
          first = found;
          farthest = KernelPair.distance(found, wanted);
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
    return pair.normal(work, rows, columns, 1);
  }

  private Matrix empty(Scope work, int rows, int columns) {
    return Matrix.of(Tensors.empty(work, pair.compute(), rows, columns), pair.compute());
  }
}
