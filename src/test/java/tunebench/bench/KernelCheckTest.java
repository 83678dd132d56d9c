package tunebench.bench;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import org.junit.jupiter.api.Test;
import tunebench.tensor.Dtype;
import tunebench.tensor.Kernels;
import tunebench.tensor.Matrix;
import tunebench.tensor.Scope;

class KernelCheckTest {
  @Test
  void equalKernelsAgree() {
    try (Scope scope = Scope.on(Device.cpu())) {
      assertThat(new KernelCheck(scope, Kernels.torch(), Kernels.torch(), Dtype.FLOAT32).run())
          .hasSizeGreaterThan(80)
          .allMatch(KernelCheck.Finding::agrees);
    }
  }

  @Test
  void aKernelThatLeavesOutARowIsFound() {
    Kernels sound = Kernels.torch();
    Kernels broken =
        Broken.kernels(
            sound,
            "gate",
            arguments -> {
              Matrix both = (Matrix) arguments[0];
              Matrix out = (Matrix) arguments[2];
              sound.gate(
                  both.rows(0, both.rows() - 1),
                  (Kernels.Activation) arguments[1],
                  out.rows(0, out.rows() - 1));
              return sound;
            });
    try (Scope scope = Scope.on(Device.cpu())) {
      assertThat(new KernelCheck(scope, broken, sound, Dtype.FLOAT32).run())
          .filteredOn(finding -> !finding.agrees())
          .isNotEmpty()
          .allMatch(finding -> finding.kernel().startsWith("gate "));
    }
  }
}
