package tunebench.bench;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import java.lang.reflect.Proxy;
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
        (Kernels)
            Proxy.newProxyInstance(
                Kernels.class.getClassLoader(),
                new Class<?>[] {Kernels.class},
                (proxy, method, args) -> {
                  if (method.getName().equals("gate")) {
                    Matrix both = (Matrix) args[0];
                    Matrix out = (Matrix) args[2];
                    sound.gate(
                        both.rows(0, both.rows() - 1),
                        (Kernels.Activation) args[1],
                        out.rows(0, out.rows() - 1));
                    return null;
                  }
                  return method.invoke(sound, args);
                });
    try (Scope scope = Scope.on(Device.cpu())) {
      assertThat(new KernelCheck(scope, broken, sound, Dtype.FLOAT32).run())
          .filteredOn(finding -> !finding.agrees())
          .isNotEmpty()
          .allMatch(finding -> finding.kernel().startsWith("gate "));
    }
  }
}
