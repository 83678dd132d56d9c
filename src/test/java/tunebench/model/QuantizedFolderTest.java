package tunebench.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tunebench.BadInputException;
import tunebench.Fixtures;
import tunebench.format.SafetensorsFile;
import tunebench.nn.DenseProjection;
import tunebench.nn.Projection;
import tunebench.quant.Block4;
import tunebench.quant.Block4Projection;
import tunebench.quant.Int8Projection;
import tunebench.quant.Quantization;
import tunebench.tensor.Scope;

/** Folders that were quantized are the models that are quantized in memory. */
class QuantizedFolderTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(names = {"INT8", "NF4", "NF4_DOUBLE", "FP4", "FP4_DOUBLE"})
  void aQuantizedFolderOpensAsWhatMemoryQuantizes(Quantization kind) throws Exception {
    Path out = quantize("qwen2", kind);
    try (OpenModel stored = FixtureLogits.open(out, Quantization.NF4_DOUBLE);
        OpenModel memory = FixtureLogits.open(Fixtures.folder("qwen2"), kind)) {
      assertThat(stored.settings().quantization()).isEqualTo(kind);
      Map<String, Projection> wanted = memory.model().parts().projections();
      stored
          .model()
          .parts()
          .projections()
          .forEach((name, got) -> assertSame(got, Objects.requireNonNull(wanted.get(name))));
      assertThat(FixtureLogits.distance("qwen2", stored.model(), memory.model())).isZero();
    }
  }

  /** The reference dequantized with bitsandbytes and multiplied in float32. */
  @ParameterizedTest
  @CsvSource({"NF4_DOUBLE", "FP32"})
  void logitsAreThoseOfBitsandbytes(Quantization opened) throws Exception {
    Path out = quantize("llama3", Quantization.NF4_DOUBLE);
    try (OpenModel model = FixtureLogits.open(out, opened);
        SafetensorsFile expected =
            SafetensorsFile.open(
                Fixtures.folder("quantization").resolve("llama3-nf4.safetensors"));
        Scope scope = Scope.on(Device.cpu())) {
      NDArray want = Fixtures.tensor(scope, expected, "logits");
      assertThat(FixtureLogits.distance("llama3", want, model.model())).isLessThan(1e-4);
      assertThat(model.model().parts().projections().values())
          .allMatch(p -> p instanceof DenseProjection == opened.floating());
    }
  }

  @Test
  void whatIsNotQuantizedStaysToTheByte() throws Exception {
    Path out = quantize("gemma3", Quantization.INT8);
    try (SafetensorsFile before =
            SafetensorsFile.open(Fixtures.folder("gemma3").resolve("model.safetensors"));
        SafetensorsFile after = SafetensorsFile.open(out.resolve("model.safetensors"))) {
      for (String name : before.names()) {
        boolean linear = name.contains("_proj.");
        assertThat(before.bytes(name).mismatch(after.bytes(name)) == -1)
            .as(name)
            .isEqualTo(!linear);
      }
    }
    assertThat(Files.readString(out.resolve("generation_config.json")))
        .isEqualTo(Files.readString(Fixtures.folder("gemma3").resolve("generation_config.json")));
  }

  @Test
  void whatCannotBeQuantizedIsRefused() throws Exception {
    Path out = quantize("llama3", Quantization.NF4);
    assertThatThrownBy(() -> quantize("llama3", Quantization.NF4))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("is not empty");
    assertThatThrownBy(() -> write(out, Quantization.NF4, folder.resolve("b")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("quantized already");
    assertThatThrownBy(() -> quantize("llama3", Quantization.BF16))
        .hasMessageContaining("no \"bf16\"; choose nf4");
    assertThat(folder.resolve("b")).doesNotExist();
  }

  private static void assertSame(Projection got, Projection want) {
    if (got instanceof Int8Projection a && want instanceof Int8Projection b) {
      assertThat(a.codes().toByteArray()).isEqualTo(b.codes().toByteArray());
      assertThat(a.scales().toFloatArray()).isEqualTo(b.scales().toFloatArray());
      return;
    }
    Block4 a = ((Block4Projection) got).weight();
    Block4 b = ((Block4Projection) want).weight();
    assertThat(a.codes().toByteArray()).isEqualTo(b.codes().toByteArray());
    assertThat(a.scales().equals(b.scales())).isTrue();
    assertThat(a.nested() == null).isEqualTo(b.nested() == null);
    if (a.nested() != null && b.nested() != null) {
      assertThat(a.nested().scales().equals(b.nested().scales())).isTrue();
      assertThat(a.nested().offset().equals(b.nested().offset())).isTrue();
    }
  }

  private Path quantize(String family, Quantization kind) throws Exception {
    Path out = folder.resolve("out");
    write(Fixtures.folder(family), kind, out);
    return out;
  }

  private static void write(Path model, Quantization kind, Path out) throws Exception {
    QuantizedFolder.write(model, kind, out, Device.cpu(), p -> {});
  }
}
