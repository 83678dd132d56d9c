package tunebench.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tunebench.BadInputException;
import tunebench.Fixtures;
import tunebench.format.GgufType;
import tunebench.quant.Quantization;
import tunebench.token.TextTokenizer;

class GgufFileExportTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {"llama3", "llama-tied", "mistral", "qwen2", "qwen3", "phi3", "gemma2", "gemma3"})
  void aModelWithItsAdapterMergedHasTheLogitsOfBoth(String family) throws Exception {
    Path file = folder.resolve("m.gguf");
    export(TokenizedFixture.of(folder, family), GgufType.F32)
        .whole(Fixtures.folder(family).resolve("adapter"), file, p -> {});
    try (OpenModel open = FixtureLogits.open(file, Quantization.FP32)) {
      assertThat(FixtureLogits.distanceFromReference(family, "logits_with_adapter", open.model()))
          .isLessThan(1e-4);
    }
  }

  @Test
  void aBitsandbytesFolderIsExportedAsWhatItsCodesStandFor() throws Exception {
    Path model = TokenizedFixture.of(folder, "llama3");
    Path quantized = folder.resolve("nf4");
    QuantizedFolder.write(model, Quantization.NF4, quantized, Device.cpu(), p -> {});
    Path file = folder.resolve("m.gguf");
    export(quantized, GgufType.F32).whole(null, file, p -> {});
    try (OpenModel gguf = FixtureLogits.open(file, Quantization.FP32);
        OpenModel memory = FixtureLogits.open(Fixtures.folder("llama3"), Quantization.NF4)) {
      assertThat(FixtureLogits.distance("llama3", gguf.model(), memory.model())).isLessThan(1e-4);
    }
  }

  @Test
  void tokenizerSpecialTokensAndTemplateTravelAlong() throws Exception {
    Path model = TokenizedFixture.of(folder, "llama3");
    Path file = folder.resolve("m.gguf");
    Path again = folder.resolve("again.gguf");
    export(model, GgufType.Q8_0).whole(null, file, p -> {});
    export(file, GgufType.F16).whole(null, again, p -> {});
    try (TextTokenizer hub = TextTokenizer.open(model)) {
      for (Path path : List.of(file, again)) {
        try (TextTokenizer gguf = TextTokenizer.open(path)) {
          for (String text : List.of("ab a", "", "b<e>a")) {
            assertThat(gguf.prompt(text)).containsExactly(hub.prompt(text));
            assertThat(gguf.plain(text)).containsExactly(hub.plain(text));
          }
          assertThat(gguf.prompt("a")).startsWith(1);
          assertThat(gguf.end()).isEqualTo(2);
          assertThat(gguf.files().pad()).hasValue(0);
          assertThat(gguf.files().chatTemplate()).hasValue("{{ messages }}");
        }
      }
    }
  }

  @Test
  void whatGgufCannotSayIsRefusedByName() throws Exception {
    Path model = TokenizedFixture.of(folder, "gemma2");
    Path config = model.resolve("config.json");
    Files.writeString(
        config,
        Files.readString(config)
            .replace("\"query_pre_attn_scalar\": 32", "\"query_pre_attn_scalar\": 30"));
    assertThatThrownBy(() -> export(model, GgufType.F32).whole(null, folder.resolve("m"), p -> {}))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("config.json has a query_pre_attn_scalar that GGUF's gemma2 cannot");
    Path bare = Fixtures.folder("llama3");
    assertThatThrownBy(() -> export(bare, GgufType.F32).whole(null, folder.resolve("m"), p -> {}))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("tokenizer.json");
    Path other = Fixtures.folder("phi3").resolve("adapter");
    Path llama = TokenizedFixture.of(folder, "llama3");
    assertThatThrownBy(() -> export(llama, GgufType.F32).whole(other, folder.resolve("m"), p -> {}))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("qkv_proj");
    assertThat(folder.resolve("m")).doesNotExist();
  }

  private static GgufFileExport export(Path model, GgufType type) {
    return new GgufFileExport(model, type, Device.cpu());
  }
}
