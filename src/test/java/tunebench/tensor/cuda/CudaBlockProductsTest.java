package tunebench.tensor.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CudaBlockProductsTest {
  private static final int H100 = 132;

  @Test
  void columnsAreSharedOutSoThatAllProcessorsHaveWork() {
    assertThat(CudaBlockProducts.shares(H100, 224, 16, 182 * 28_672)).isEqualTo(1);
    assertThat(CudaBlockProducts.shares(H100, 48, 16, 182 * 6144)).isEqualTo(2);
    assertThat(CudaBlockProducts.shares(H100, 32, 56, 182 * 4096)).isEqualTo(4);
  }

  @Test
  void eachShareHasTwiceFourStepsAtLeast() {
    assertThat(CudaBlockProducts.shares(H100, 1, 16, 128)).isEqualTo(8);
    assertThat(CudaBlockProducts.shares(H100, 1, 1, 128)).isEqualTo(1);
  }

  @Test
  void sharesFitIntoTheWorkspace() {
    assertThat(CudaBlockProducts.shares(H100, 32, 56, Cublas.WORKSPACE / 4 / 3)).isEqualTo(3);
    assertThat(CudaBlockProducts.shares(H100, 32, 56, Cublas.WORKSPACE)).isEqualTo(1);
  }
}
