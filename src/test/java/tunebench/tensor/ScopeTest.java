package tunebench.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScopeTest {
  /** DJL itself ends the process where it is asked for zeros in bfloat16. */
  @ParameterizedTest
  @EnumSource(Dtype.class)
  void zerosHaveTheirShapeAndType(Dtype dtype) {
    try (Scope scope = Scope.on(Device.cpu())) {
      NDArray zeros = scope.zeros(dtype, 2, 3);
      assertThat(zeros.getShape().getShape()).containsExactly(2, 3);
      byte[] bytes = Tensors.encode(scope, zeros, dtype).toByteArray();
      assertThat(bytes).hasSize(6 * dtype.bytes()).containsOnly(0);
    }
  }

  @Test
  void closesWhatItOwnsOnce() {
    AtomicInteger closed = new AtomicInteger();
    try (Scope scope = Scope.on(Device.cpu());
        Scope child = scope.child()) {
      child.own(closed::incrementAndGet);
      assertThat(closed).hasValue(0);
    }
    assertThat(closed).hasValue(1);
  }
}
