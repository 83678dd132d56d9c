package tunebench.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tunebench.Fixtures;
import tunebench.nn.Projection;
import tunebench.quant.Quantization;
import tunebench.tensor.CpuUnits;
import tunebench.tensor.Dtype;

/** Products in bfloat16 on a CPU, as a machine with tiles for them takes them. */
class FastSettingsTest {
  private static OpenModel open(Path folder, Quantization kind, Dtype products) {
    return OpenModel.open(
        folder, new OpenSettings(kind, Dtype.FLOAT32, products, false), Device.cpu(), share -> {});
  }

  @ParameterizedTest
  @CsvSource({
    "llama3, NF4",
    "llama3, NF4_DOUBLE",
    "qwen2, NF4",
    "qwen3, NF4",
    "phi3, NF4",
    "gemma2, FP4"
  })
  void theirRoundingIsFarBelowThatOfTheCodes(String family, Quantization kind) {
    Path folder = Fixtures.folder(family);
    try (OpenModel dense = open(folder, Quantization.FP32, Dtype.FLOAT32);
        OpenModel exact = open(folder, kind, Dtype.FLOAT32);
        OpenModel fast = open(folder, kind, Dtype.BFLOAT16)) {
      double ofCodes = FixtureLogits.distance(family, dense.model(), exact.model());
      assertThat(FixtureLogits.distance(family, exact.model(), fast.model()))
          .isPositive()
          .isLessThan(ofCodes / 5);
    }
  }

  @Test
  void theProductOfBytesStaysExact() {
    Path folder = Fixtures.folder("llama3");
    try (OpenModel exact = open(folder, Quantization.INT8, Dtype.FLOAT32);
        OpenModel fast = open(folder, Quantization.INT8, Dtype.BFLOAT16)) {
      assertThat(FixtureLogits.distance("llama3", exact.model(), fast.model())).isZero();
    }
  }

  @Test
  void onlyACpuWithTilesTakesThem() {
    assertThat(OpenSettings.fast(Quantization.NF4, false).products())
        .isEqualTo(CpuUnits.bfloat16() ? Dtype.BFLOAT16 : Dtype.FLOAT32);
    assertThat(OpenSettings.fast(Quantization.FP32, false).products()).isEqualTo(Dtype.FLOAT32);
    assertThat(OpenSettings.fast(Quantization.NF4, false).compute()).isEqualTo(Dtype.FLOAT32);
    assertThat(OpenSettings.of(Quantization.NF4, false).products()).isEqualTo(Dtype.FLOAT32);
  }

  @Test
  void weightsStillTakeTheirOwnRoomOnly() {
    Path folder = Fixtures.folder("llama3");
    for (Quantization kind : new Quantization[] {Quantization.INT8, Quantization.NF4_DOUBLE}) {
      try (OpenModel exact = open(folder, kind, Dtype.FLOAT32);
          OpenModel fast = open(folder, kind, Dtype.BFLOAT16)) {
        assertThat(fast.heldBytes()).isEqualTo(exact.heldBytes());
        Projection some = fast.model().parts().projection("model.layers.0.mlp.up_proj");
        assertThat(some.outFeatures()).isEqualTo(fast.model().config().intermediateSize());
      }
    }
  }
}
