package tunebench.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tunebench.Fixtures;
import tunebench.llama.ConfigReader;
import tunebench.llama.ModelConfig;
import tunebench.quant.Quantization;

class MemoryFootprintTest {
  @TempDir Path folder = Path.of("");

  /** What transformers printed for the course's models; it leaves scales out. */
  @ParameterizedTest
  @CsvSource({
    "4096, 32, 14336, 32, 8, false, 8030261248, 32121044992, 9081200640, 5591539712",
    "3072, 28, 8192, 24, 8, true, 3212749824, 12850999296, 3606927360, 2197641216",
    "2048, 16, 8192, 32, 8, true, 1235814400, 4943257600, 1498550272, 1012011008"
  })
  void givesTheFiguresOfTheCourse(
      int hidden,
      int layers,
      int ffn,
      int heads,
      int kv,
      boolean tied,
      long parameters,
      long fp32,
      long int8,
      long nf4)
      throws IOException {
    ModelConfig config = llama(hidden, layers, ffn, heads, kv, tied);
    assertThat(MemoryFootprint.of(config, Quantization.FP32, false).parameters())
        .isEqualTo(parameters);
    assertThat(without(config, Quantization.FP32)).isEqualTo(fp32);
    assertThat(without(config, Quantization.BF16)).isEqualTo(2 * parameters);
    assertThat(without(config, Quantization.INT8)).isEqualTo(int8);
    assertThat(without(config, Quantization.NF4)).isEqualTo(nf4);
    assertThat(without(config, Quantization.NF4_DOUBLE)).isEqualTo(nf4);
  }

  @Test
  void showsTheScalesThatTheCourseLeavesOut() throws IOException {
    ModelConfig config = llama(4096, 32, 14336, 32, 8, false);
    long weights = 6_979_321_856L;
    assertThat(MemoryFootprint.of(config, Quantization.NF4, false).constants())
        .isEqualTo(weights / 64 * 4)
        .isBetween(436_150_000L, 436_250_000L);
    assertThat(MemoryFootprint.of(config, Quantization.NF4_DOUBLE, false).constants())
        .isEqualTo(weights / 64 + weights / 64 / 256 * 4 + 224 * 4)
        .isBetween(110_750_000L, 110_850_000L);
  }

  @Test
  void quantizingEverythingStaysBelowFivePointThreeTimesTenToTheNinth() throws IOException {
    ModelConfig config = llama(4096, 32, 14336, 32, 8, false);
    assertThat(MemoryFootprint.of(config, Quantization.NF4_ALL, false).total())
        .isLessThan(4_300_000_000L);
  }

  @ParameterizedTest
  @EnumSource(Quantization.class)
  void whatIsHeldIsWhatWasComputedAndTheCodeBooksTables(Quantization kind) {
    Path shipped = Fixtures.shippedModel();
    long computed = MemoryFootprint.of(ConfigReader.read(shipped), kind, false).total();
    try (OpenModel open =
        OpenModel.open(shipped, OpenSettings.of(kind, false), Device.cpu(), p -> {})) {
      assertThat(open.heldBytes()).isBetween(computed, computed + 8_000);
    }
  }

  private static long without(ModelConfig config, Quantization kind) {
    return MemoryFootprint.of(config, kind, false).withoutConstants();
  }

  private ModelConfig llama(int hidden, int layers, int ffn, int heads, int kv, boolean tied)
      throws IOException {
    Files.writeString(
        folder.resolve("config.json"),
        """
        {"architectures": ["LlamaForCausalLM"], "model_type": "llama", "vocab_size": 128256,
         "hidden_size": %d, "num_hidden_layers": %d, "intermediate_size": %d,
         "num_attention_heads": %d, "num_key_value_heads": %d, "tie_word_embeddings": %s,
         "rms_norm_eps": 1e-05, "rope_theta": 500000.0, "torch_dtype": "bfloat16"}
        """
            .formatted(hidden, layers, ffn, heads, kv, tied));
    return ConfigReader.read(folder);
  }
}
