package tunebench.tensor.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tunebench.bench.KernelCheck;
import tunebench.tensor.Dtype;
import tunebench.tensor.Kernels;
import tunebench.tensor.Scope;

/** The loops and products of a CPU against libtorch's operators. */
class CpuKernelsTest {
  @ParameterizedTest
  @EnumSource(
      value = Dtype.class,
      names = {"FLOAT32", "BFLOAT16"})
  void agreeWithLibtorchs(Dtype products) {
    try (Scope scope = Scope.on(Device.cpu())) {
      Optional<Kernels> kernels = CpuKernels.of(products);
      Assumptions.assumeTrue(kernels.isPresent(), "this machine has no such products");
      assertThat(new KernelCheck(scope, kernels.get(), Kernels.torch(), Dtype.FLOAT32).run())
          .hasSizeGreaterThan(80)
          .allMatch(KernelCheck.Finding::agrees);
    }
  }
}
