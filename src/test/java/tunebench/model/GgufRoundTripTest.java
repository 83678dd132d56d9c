package tunebench.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tunebench.BadInputException;
import tunebench.Fixtures;
import tunebench.format.DType;
import tunebench.format.GgufBlocks;
import tunebench.format.GgufExport;
import tunebench.format.GgufType;
import tunebench.format.SafetensorsWriter;
import tunebench.format.ShardedWeights;
import tunebench.format.TensorInfo;
import tunebench.format.TensorSpec;
import tunebench.llama.ConfigReader;
import tunebench.llama.GgufDescription;
import tunebench.nn.Projection;
import tunebench.quant.Block4;
import tunebench.quant.Block4Projection;
import tunebench.quant.Quantization;

/** Every family goes into a GGUF file and comes back as the same model. */
class GgufRoundTripTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {"llama3", "llama-tied", "mistral", "qwen2", "qwen3", "phi3", "gemma2", "gemma3"})
  void aFileInFullPrecisionHasTheLogitsOfTransformers(String family) throws Exception {
    Path file = export(family, GgufType.F32);
    try (OpenModel open = FixtureLogits.open(file, Quantization.FP32)) {
      assertThat(FixtureLogits.distanceFromReference(family, "logits", open.model()))
          .isLessThan(1e-4);
    }
  }

  /** The reference is the same folder with its matrices rounded by the naive way in this test. */
  @ParameterizedTest
  @CsvSource({
    "llama3, F16",
    "llama-tied, F16",
    "mistral, F16",
    "qwen2, F16",
    "qwen3, F16",
    "phi3, F16",
    "gemma2, F16",
    "gemma3, F16",
    "llama3, BF16",
    "llama-tied, BF16",
    "mistral, BF16",
    "qwen2, BF16",
    "qwen3, BF16",
    "phi3, BF16",
    "gemma2, BF16",
    "gemma3, BF16"
  })
  void aFileInHalfPrecisionIsTheModelWithRoundedMatrices(String family, GgufType type)
      throws Exception {
    Path file = export(family, type);
    Path rounded = rounded(family, type);
    try (OpenModel gguf = FixtureLogits.open(file, Quantization.FP32);
        OpenModel hub = FixtureLogits.open(rounded, Quantization.FP32)) {
      assertThat(FixtureLogits.distance(family, gguf.model(), hub.model())).isLessThan(1e-5);
      assertThat(FixtureLogits.distanceFromReference(family, "logits", gguf.model()))
          .isBetween(1e-4, type == GgufType.F16 ? 0.02 : 0.15);
    }
  }

  @Test
  void aFolderWithOneGgufFileIsThatModelAndWithTwoIsRefused() throws Exception {
    Path file = export("qwen3", GgufType.F32);
    assertThat(ConfigReader.read(folder)).isEqualTo(ConfigReader.read(file));
    assertThat(ConfigReader.isWide(folder)).isTrue();
    Files.copy(file, folder.resolve("b.gguf"));
    assertThatThrownBy(() -> FixtureLogits.open(folder, Quantization.FP32))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("2 GGUF files (b.gguf, m.gguf)");
  }

  @ParameterizedTest
  @CsvSource({"llama3, Q8_0", "gemma2, Q4_0", "mistral, BF16"})
  void whatIsQuantizedComesFromTheDecodedWeights(String family, GgufType type) throws Exception {
    Path file = export(family, type);
    try (OpenModel gguf = FixtureLogits.open(file, Quantization.NF4);
        OpenModel hub = FixtureLogits.open(rounded(family, type), Quantization.NF4)) {
      Map<String, Projection> wanted = hub.model().parts().projections();
      gguf.model()
          .parts()
          .projections()
          .forEach(
              (module, projection) -> {
                Block4 got = ((Block4Projection) projection).weight();
                Block4 want =
                    ((Block4Projection) Objects.requireNonNull(wanted.get(module))).weight();
                assertThat(got.codes().toByteArray()).isEqualTo(want.codes().toByteArray());
                assertThat(got.scales().toFloatArray()).isEqualTo(want.scales().toFloatArray());
              });
    }
    // Few bits that were widened for reading do not make the rest wide.
    assertThat(ConfigReader.isWide(file)).isFalse();
  }

  private Path export(String family, GgufType type) throws Exception {
    Path source = Fixtures.folder(family);
    Path file = folder.resolve("m.gguf");
    try (ShardedWeights weights = ShardedWeights.open(source)) {
      GgufExport.write(
          file, weights, GgufDescription.of(source), Map.of("general.name", family), type, p -> {});
    }
    return file;
  }

  private Path rounded(String family, GgufType type) throws Exception {
    Path target = Files.createDirectory(folder.resolve("hub"));
    Files.copy(Fixtures.folder(family).resolve("config.json"), target.resolve("config.json"));
    DType stored = type.blockWeights() == 1 ? DType.valueOf(type.name()) : DType.F32;
    try (ShardedWeights weights = ShardedWeights.open(Fixtures.folder(family))) {
      Collection<TensorSpec> specs =
          weights.names().stream()
              .map(weights::info)
              .map(i -> new TensorSpec(i.name(), writtenType(i, stored), i.dimensions()))
              .toList();
      try (SafetensorsWriter writer =
          SafetensorsWriter.create(target.resolve("model.safetensors"), specs)) {
        for (String name : weights.names()) {
          MemorySegment bytes = weights.bytes(name);
          float[] values = GgufBlocks.decode(GgufType.F32, bytes);
          if (isMatrix(weights.info(name))) {
            // Rows that do not fill blocks are stored as F16.
            boolean fills = weights.info(name).dimensions().getLast() % type.blockWeights() == 0;
            GgufType used = fills ? type : GgufType.F16;
            byte[] blocks = GgufBlocks.encode(used, values);
            values = GgufBlocks.decode(used, MemorySegment.ofArray(blocks));
          }
          GgufType written = GgufType.valueOf(writtenType(weights.info(name), stored).name());
          writer.write(name, ByteBuffer.wrap(GgufBlocks.encode(written, values)));
        }
        writer.finish();
      }
    }
    return target;
  }

  private static DType writtenType(TensorInfo info, DType matrices) {
    return isMatrix(info) ? matrices : DType.F32;
  }

  private static boolean isMatrix(TensorInfo info) {
    return info.dimensions().size() > 1;
  }
}
