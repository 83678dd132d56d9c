package tunebench.tensor.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tunebench.tensor.Dtype;
import tunebench.tensor.Kernels;
import tunebench.tensor.Matrix;
import tunebench.tensor.Scope;
import tunebench.tensor.Torch;

/** Work that is put off gives what the same work gives at once. */
class RowQueueTest {
  private static final int ROWS = 777;
  private static final int WIDTH = 48;

  private final Scope scope = Scope.on(Device.cpu());
  private final Random random = new Random(3);
  private final int threads = Torch.threads();

  @BeforeEach
  void products() {
    Assumptions.assumeTrue(CpuKernels.of(Dtype.FLOAT32).isPresent(), "no products on this machine");
  }

  @AfterEach
  void close() {
    Torch.threads(threads);
    scope.close();
  }

  private Matrix normal(int rows, int columns) {
    return Matrix.of(
        scope.floats(Poisoned.gaussians(random, rows * columns), rows, columns), Dtype.FLOAT32);
  }

  private Matrix poisoned(int rows, int columns) {
    return Matrix.of(Poisoned.array(scope, Dtype.FLOAT32, rows, columns), Dtype.FLOAT32);
  }

  /** What a chain of operations gives, by kernels that put off work or by libtorch's. */
  private interface Chain {
    Matrix run(Kernels kernels);
  }

  private void same(Chain chain) {
    float[] wanted = chain.run(Kernels.torch()).base().toFloatArray();
    for (int count : new int[] {1, 3}) {
      Torch.threads(count);
      Kernels kernels = CpuKernels.of(Dtype.FLOAT32).orElseThrow();
      Matrix found = chain.run(kernels);
      kernels.settle();
      float[] values = found.base().toFloatArray();
      for (int i = 0; i < wanted.length; i++) {
        assertThat(values[i]).isCloseTo(wanted[i], org.assertj.core.api.Assertions.within(1e-3f));
      }
    }
  }

  @Test
  void aChainOverRowsIsTheSame() {
    Matrix x = normal(ROWS, WIDTH);
    Matrix w = normal(2 * WIDTH, WIDTH);
    Matrix weight = Matrix.flat(scope.floats(Poisoned.gaussians(random, WIDTH), WIDTH));
    same(
        k -> {
          Matrix normed = poisoned(ROWS, WIDTH);
          Matrix both = poisoned(ROWS, 2 * WIDTH);
          Matrix out = poisoned(ROWS, WIDTH);
          k.rmsNorm(x, weight, 1e-5, WIDTH, normed, out);
          k.product(normed, false, w, true, 1, 0, both);
          k.gate(both, Kernels.Activation.SILU, normed);
          k.add(normed, out);
          return out;
        });
  }

  @Test
  void aSumOverRowsThatIsReadOnIsDoneFirst() {
    Matrix x = normal(ROWS, WIDTH);
    Matrix y = normal(ROWS, WIDTH);
    same(
        k -> {
          Matrix sum = poisoned(WIDTH, WIDTH);
          Matrix out = poisoned(ROWS, WIDTH);
          k.product(x, true, y, false, 0.01, 0, sum);
          k.product(x, true, y, false, 0.01, 1, sum);
          k.product(x, false, sum, false, 0.1, 0, out);
          return out;
        });
  }

  @Test
  void aFactorThatIsStillBeingWrittenIsDoneFirst() {
    Matrix x = normal(WIDTH, WIDTH);
    Matrix y = normal(WIDTH, WIDTH);
    same(
        k -> {
          Matrix factor = poisoned(WIDTH, WIDTH);
          Matrix out = poisoned(WIDTH, WIDTH);
          k.copy(x, factor);
          k.product(y, false, factor, false, 1, 0, out);
          return out;
        });
  }

  @Test
  void otherNumbersOfRowsFollowEachOther() {
    Matrix x = normal(ROWS, WIDTH);
    Matrix chosen = Matrix.flat(scope.longs(new long[] {700, 3, 3}, 3));
    Matrix origin = Matrix.flat(scope.ints(new int[] {-1, 2, -1, 0, 1, -1, -1, -1, -1, -1}, 10));
    same(
        k -> {
          Matrix twice = poisoned(ROWS, WIDTH);
          Matrix few = poisoned(3, WIDTH);
          Matrix more = poisoned(10, WIDTH);
          k.copy(x, twice);
          k.add(x, twice);
          k.gather(twice, chosen, few);
          k.add(few, few);
          k.scatter(few, origin, more);
          return more;
        });
  }

  @Test
  void productsOfFewRowsShareOutTheirColumns() {
    int wide = 1000;
    Matrix x = normal(3, 256);
    Matrix down = normal(wide, 256);
    Matrix up = normal(256, wide);
    Matrix around = normal(256, 2 * wide).columns(7, wide);
    same(
        k -> {
          Matrix y = poisoned(3, wide);
          k.product(x, false, down, true, 0.1, 0, y);
          k.product(x, false, up, false, 0.1, 1, y);
          k.product(x, false, around, false, 0.1, 1, y);
          return y;
        });
  }

  @Test
  void whatWasAbandonedIsNotDone() {
    Kernels kernels = CpuKernels.of(Dtype.FLOAT32).orElseThrow();
    Matrix x = normal(ROWS, WIDTH);
    Matrix y = normal(ROWS, WIDTH);
    float[] before = y.base().toFloatArray();
    kernels.add(x, y);
    kernels.abandon();
    kernels.settle();
    assertThat(y.base().toFloatArray()).isEqualTo(before);
  }

  @Test
  void aSumHasTheSameBitsEachTime() {
    Torch.threads(3);
    Kernels kernels = CpuKernels.of(Dtype.FLOAT32).orElseThrow();
    Matrix x = normal(5000, WIDTH);
    Matrix y = normal(5000, WIDTH);
    Matrix sum = poisoned(WIDTH, WIDTH);
    float[] first = null;
    for (int i = 0; i < 20; i++) {
      kernels.product(x, true, y, false, 1, 0, sum);
      kernels.settle();
      float[] found = sum.base().toFloatArray();
      first = first == null ? found : first;
      assertThat(found).isEqualTo(first);
    }
  }
}
