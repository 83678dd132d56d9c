package tunebench.bench;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import tunebench.tensor.Dtype;
import tunebench.tensor.Kernels;
import tunebench.tensor.Matrix;
import tunebench.tensor.Scope;

class LargeProductCheckTest {
  @Test
  void equalKernelsAgreeToTheBit() {
    try (Scope scope = Scope.on(Device.cpu())) {
      assertThat(
              new LargeProductCheck(scope, Kernels.torch(), Kernels.torch(), Dtype.FLOAT32)
                  .run(3, 8, 16))
          .hasSize(8)
          .allMatch(KernelCheck.Finding::agrees);
    }
  }

  @Test
  void anAlgorithmThatRoundsOtherwiseIsFound() {
    Kernels sound = Kernels.torch();
    AtomicInteger products = new AtomicInteger();
    Kernels broken =
        Broken.kernels(
            sound,
            "product",
            arguments -> {
              boolean other = products.incrementAndGet() % 7 == 0;
              sound.product(
                  (Matrix) arguments[0],
                  (boolean) arguments[1],
                  (Matrix) arguments[2],
                  (boolean) arguments[3],
                  other ? Math.nextUp(1f) : (double) arguments[4],
                  (double) arguments[5],
                  (Matrix) arguments[6]);
              return sound;
            });
    try (Scope scope = Scope.on(Device.cpu())) {
      assertThat(new LargeProductCheck(scope, broken, sound, Dtype.FLOAT32).run(3, 8, 16))
          .filteredOn(finding -> !finding.agrees())
          .isNotEmpty()
          .allMatch(finding -> finding.kernel().endsWith("times with other bits"));
    }
  }

  @Test
  void aCopyBesideThatComesTooLateIsFound() {
    Kernels sound = Kernels.torch();
    Kernels broken = Broken.kernels(sound, "line", arguments -> new Late());
    try (Scope scope = Scope.on(Device.cpu())) {
      assertThat(new LargeProductCheck(scope, broken, sound, Dtype.FLOAT32).run(3, 8, 16))
          .anyMatch(finding -> !finding.agrees());
    }
  }

  /** Does its work only when the next is started. */
  private static final class Late implements Kernels.Line {
    private Runnable left = () -> {};

    @Override
    public void start(Runnable work) {
      left.run();
      left = work;
    }

    @Override
    public void join() {}

    @Override
    public void close() {}
  }
}
