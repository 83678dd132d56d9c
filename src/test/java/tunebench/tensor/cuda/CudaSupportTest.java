package tunebench.tensor.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import tunebench.tensor.Dtype;

class CudaSupportTest {
  /** What NVRTC 12.8 knows. */
  private static final int[] KNOWN = {70, 75, 80, 86, 87, 89, 90, 100, 101, 120};

  @Test
  void compilesForTheCardOrTheNextLowerOfItsKind() {
    assertThat(CudaSupport.architecture(80, KNOWN)).isEqualTo(80);
    assertThat(CudaSupport.architecture(88, KNOWN)).isEqualTo(87);
    assertThat(CudaSupport.architecture(90, KNOWN)).isEqualTo(90);
    assertThat(CudaSupport.architecture(121, KNOWN)).isEqualTo(120);
  }

  @Test
  void saysThatTheCompilerIsTooOld() {
    assertThatThrownBy(() -> CudaSupport.architecture(120, 80, 86, 89, 90))
        .isInstanceOf(CudaException.class)
        .hasMessage("the compiler knows no code for compute capability 12.0");
  }

  @Test
  void aCardBelowAmpereComputesInFloat16() {
    assertThat(Half.of(75)).isEqualTo(Dtype.FLOAT16);
    assertThat(Half.of(80)).isEqualTo(Dtype.BFLOAT16);
  }
}
