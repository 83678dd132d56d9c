package tunebench.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tunebench.BadInputException;
import tunebench.Fixtures;
import tunebench.format.GgufType;
import tunebench.format.SafetensorsFile;
import tunebench.lora.Adapter;
import tunebench.lora.AdapterFolder;
import tunebench.lora.AdapterSet;
import tunebench.quant.Quantization;
import tunebench.tensor.Scope;

/** Adapters of the embedding and the output layer, against PEFT (fixtures/peft/README.md). */
class EndsTest {
  private final Scope scope = Scope.on(Device.cpu());
  @TempDir private Path folder;

  @AfterEach
  void close() {
    scope.close();
  }

  @ParameterizedTest
  @CsvSource({
    "output, llama3",
    "both-ends, llama3",
    "saved, llama3",
    "tied-embedding, gemma2",
    "tied-output, llama-tied"
  })
  void logitsEqualThoseOfPeft(String name, String family) {
    try (OpenModel open = FixtureRows.open(Fixtures.folder(family), Quantization.FP32)) {
      NDArray got = FixtureRows.last(scope, AdaptedModel.of(open.model(), read(name)));
      assertThat(Fixtures.distance(got, expected(name))).isLessThan(1e-4);
      NDArray base = FixtureRows.last(scope, open.model());
      assertThat(Fixtures.distance(base, expected(name))).isGreaterThan(0.1);
    }
  }

  /** Where embedding and output layer were one matrix, they are two after the merge. */
  @ParameterizedTest
  @CsvSource({
    "output, llama3",
    "both-ends, llama3",
    "saved, llama3",
    "tied-embedding, gemma2",
    "tied-output, llama-tied"
  })
  void mergedFolderAndFileDoTheSame(String name, String family) throws Exception {
    Path out = folder.resolve("merged");
    Merger.merge(Fixtures.folder(family), source(name), out, MergeSettings.original(), _ -> {});
    assertThat(distance(out, name)).isLessThan(1e-4);
    var config = JsonMapper.shared().readTree(out.resolve("config.json").toFile());
    assertThat(config.path("tie_word_embeddings").asBoolean()).isFalse();
    Path file = folder.resolve("m.gguf");
    new GgufFileExport(TokenizedFixture.of(folder, family), GgufType.F32, Device.cpu())
        .whole(source(name), file, _ -> {});
    assertThat(distance(file, name)).isLessThan(1e-4);
  }

  @Test
  void aLoraFileHoldsUpdatesOfBothEnds() throws Exception {
    Path lora = folder.resolve("lora.gguf");
    Path plain = folder.resolve("plain");
    Adapter both = read("both-ends");
    AdapterFolder.write(plain, new Adapter(scope, both.settings(), both.modules()), "llama3");
    new GgufFileExport(Fixtures.folder("llama3"), GgufType.F32, Device.cpu()).adapter(plain, lora);
    try (OpenModel open = FixtureRows.open(Fixtures.folder("llama3"), Quantization.FP32)) {
      Adapter again = AdapterFiles.read(scope, lora, Fixtures.folder("llama3"));
      NDArray got = FixtureRows.last(scope, AdaptedModel.of(open.model(), again));
      assertThat(Fixtures.distance(got, expected("both-ends"))).isLessThan(1e-4);
    }
  }

  @ParameterizedTest
  @CsvSource({"saved, llama3", "tied-embedding, gemma2", "tied-output, llama-tied"})
  void whatALoraFileCannotSayIsRefused(String name, String family) {
    Path lora = folder.resolve("lora.gguf");
    assertThatThrownBy(
            () ->
                new GgufFileExport(Fixtures.folder(family), GgufType.F32, Device.cpu())
                    .adapter(source(name), lora))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("export the model with it merged");
    assertThat(lora).doesNotExist();
  }

  @Test
  void trainingAndMixedBatchesAreRefused() {
    assertThatThrownBy(() -> read("output").trained())
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("does not train");
    try (OpenModel open = FixtureRows.open(Fixtures.folder("llama3"), Quantization.FP32);
        AdapterSet set = new AdapterSet()) {
      set.add("a", read("saved"));
      var rows = set.rows(scope, List.of("a", AdapterSet.BASE));
      assertThatThrownBy(() -> AdaptedModel.of(open.model(), rows))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("run it alone");
    }
  }

  @Test
  void aWholeWeightThatIsMissingOrOfAnotherModelIsRefused() throws Exception {
    Path copy = folder.resolve("copy");
    Files.createDirectories(copy);
    Files.copy(
        source("output").resolve("adapter_model.safetensors"),
        copy.resolve("adapter_model.safetensors"));
    Files.writeString(
        copy.resolve("adapter_config.json"),
        Files.readString(source("output").resolve("adapter_config.json"))
            .replace("\"modules_to_save\": null", "\"modules_to_save\": [\"embed_tokens\"]"));
    assertThatThrownBy(() -> AdapterFolder.read(scope, copy))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("lacks base_model.model.model.embed_tokens.weight");
    Path config = folder.resolve("config.json");
    Files.writeString(
        config,
        Files.readString(Fixtures.folder("llama3").resolve("config.json"))
            .replace("\"vocab_size\": 512", "\"vocab_size\": 511"));
    Files.copy(
        Fixtures.folder("llama3").resolve("model.safetensors"),
        folder.resolve("model.safetensors"));
    assertThatThrownBy(
            () ->
                Merger.merge(
                    folder,
                    source("saved"),
                    folder.resolve("out"),
                    MergeSettings.original(),
                    _ -> {}))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll(".weight has shape [512, 64]", "more tokens");
  }

  private double distance(Path model, String name) {
    try (OpenModel open = FixtureRows.open(model, Quantization.FP32)) {
      return Fixtures.distance(FixtureRows.last(scope, open.model()), expected(name));
    }
  }

  private Adapter read(String name) {
    return AdapterFolder.read(scope, source(name));
  }

  private static Path source(String name) {
    return Fixtures.folder("peft/ends/" + name);
  }

  private NDArray expected(String name) {
    try (SafetensorsFile file =
        SafetensorsFile.open(Fixtures.folder("peft/ends/expected.safetensors"))) {
      return Fixtures.tensor(scope, file, name + ".logits");
    }
  }
}
