package tunebench.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tunebench.BadInputException;
import tunebench.Fixtures;
import tunebench.format.DType;
import tunebench.format.GgufType;
import tunebench.format.HalfFloats;
import tunebench.format.SafetensorsFile;
import tunebench.format.ShardedWeights;
import tunebench.lora.AdapterFolder;
import tunebench.model.MergeSettings.From;
import tunebench.quant.Quantization;
import tunebench.tensor.Scope;
import tunebench.token.TextTokenizer;

class MergerTest {
  private static final String K = "model.layers.1.self_attn.k_proj.weight";

  private final Scope scope = Scope.on(Device.cpu());
  @TempDir private Path folder;

  @AfterEach
  void close() {
    scope.close();
  }

  @ParameterizedTest
  @CsvSource({
    "llama3, llama3/adapter",
    "llama-tied, llama-tied/adapter",
    "mistral, mistral/adapter",
    "qwen2, qwen2/adapter",
    "qwen3, qwen3/adapter",
    "phi3, phi3/adapter",
    "gemma2, gemma2/adapter",
    "gemma3, gemma3/adapter",
    "llama3, peft/dora",
    "llama3, peft/patterns",
    "qwen2, peft/dora-biased",
    "phi3, peft/all-linear",
    "mistral, peft/regex",
    "gemma2, peft/layers"
  })
  void theMergedModelDoesWhatModelAndAdapterDo(String family, String adapter) throws IOException {
    Path merged = merge(family, adapter, MergeSettings.original());
    assertThat(Fixtures.distance(last(merged), beside(family, adapter, Quantization.FP32)))
        .isLessThan(1e-4);
  }

  @ParameterizedTest
  @CsvSource({
    "llama3, llama3/adapter, nf4-double",
    "llama3, llama3/adapter, nf4-all",
    "llama-tied, llama-tied/adapter, nf4-all",
    "llama3, peft/dora, nf4",
    "phi3, peft/all-linear, fp4-double",
    "gemma2, peft/layers, nf4-double"
  })
  void dequantizedWeightsDoWhatTheQuantizedModelAndItsAdapterDo(
      String family, String adapter, String kind) throws IOException {
    Quantization quantization = Quantization.of(kind);
    MergeSettings settings =
        new MergeSettings(From.DEQUANTIZED, quantization, null, MergeSettings.SHARD_BYTES);
    NDArray merged = last(merge(family, adapter, settings));
    assertThat(Fixtures.distance(merged, beside(family, adapter, quantization))).isLessThan(1e-4);
    // Not because rounding hardly mattered.
    assertThat(Fixtures.distance(merged, beside(family, adapter, Quantization.FP32)))
        .isGreaterThan(1e-2);
  }

  /** Bitsandbytes' codes and a GGUF file's blocks are merged as what they stand for. */
  @ParameterizedTest
  @CsvSource({
    "llama3, nf4-double",
    "llama-tied, nf4",
    "gemma2, int8",
    "phi3, q8_0",
    "llama3, q4_0",
    "llama-tied, f16"
  })
  void aQuantizedBaseIsMergedAsWhatItsCodesStandFor(String family, String kind) throws Exception {
    Path base = folder.resolve(kind.contains("_") || kind.equals("f16") ? "m.gguf" : "bnb");
    Path plain = GgufFileExportTest.withTokenizer(folder, family);
    if (base.endsWith("m.gguf")) {
      GgufType type = GgufType.valueOf(kind.toUpperCase(Locale.ROOT));
      new GgufFileExport(plain, type, Device.cpu()).whole(null, base, _ -> {});
    } else {
      QuantizedFolder.write(plain, Quantization.of(kind), base, Device.cpu(), _ -> {});
    }
    Path adapter = Fixtures.folder(family).resolve("adapter");
    Path out = folder.resolve("merged");
    Merger.merge(base, adapter, out, MergeSettings.original(), _ -> {});
    // Weights of 16 bits stay so, and the sum is rounded once.
    assertThat(Fixtures.distance(last(out), beside(base, adapter, Quantization.FP32)))
        .isLessThan(kind.equals("f16") ? 5e-3 : 1e-4);
    assertThat(config(out).has("quantization_config")).isFalse();
    try (TextTokenizer before = TextTokenizer.open(plain);
        TextTokenizer after = TextTokenizer.open(out)) {
      assertThat(after.prompt("ab a")).containsExactly(before.prompt("ab a"));
      assertThat(after.end()).isEqualTo(before.end());
      assertThat(after.files().pad()).isEqualTo(before.files().pad());
      assertThat(after.files().chatTemplate()).isEqualTo(before.files().chatTemplate());
    }
  }

  @Test
  void codesAreNotDequantizedTwice() throws IOException {
    Path base = folder.resolve("bnb");
    QuantizedFolder.write(Fixtures.folder("llama3"), Quantization.NF4, base, Device.cpu(), _ -> {});
    MergeSettings settings =
        new MergeSettings(From.DEQUANTIZED, Quantization.NF4, null, MergeSettings.SHARD_BYTES);
    assertThatThrownBy(
            () ->
                Merger.merge(
                    base,
                    Fixtures.folder("llama3/adapter"),
                    folder.resolve("out"),
                    settings,
                    _ -> {}))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("is quantized already", "leave out --from");
  }

  @ParameterizedTest
  @CsvSource({"llama3/adapter, merged.first", "peft/dora, merged.dora"})
  void mergedWeightsEqualThoseOfPeft(String adapter, String expected) throws IOException {
    Path merged = merge("llama3", adapter, MergeSettings.original());
    try (SafetensorsFile ours = SafetensorsFile.open(merged.resolve("model.safetensors"));
        SafetensorsFile theirs =
            SafetensorsFile.open(Fixtures.folder("peft/expected.safetensors"))) {
      assertThat(
              Fixtures.distance(
                  Fixtures.tensor(scope, ours, K), Fixtures.tensor(scope, theirs, expected)))
          .isLessThan(1e-6);
    }
  }

  @Test
  void sumsAreTakenIn32BitsAndRoundedOnce() throws IOException {
    MergeSettings narrow =
        new MergeSettings(
            From.ORIGINAL, Quantization.NF4_DOUBLE, DType.BF16, MergeSettings.SHARD_BYTES);
    MergeSettings wide =
        new MergeSettings(
            From.ORIGINAL, Quantization.NF4_DOUBLE, DType.F32, MergeSettings.SHARD_BYTES);
    // A checkpoint in bfloat16, and what it becomes in 32 bits and in its own 16.
    Path base = merge("llama3", "peft/second", narrow);
    Path adapter = Fixtures.folder("peft/dora");
    Merger.merge(base, adapter, folder.resolve("wide"), wide, _ -> {});
    Merger.merge(base, adapter, folder.resolve("own"), MergeSettings.original(), _ -> {});
    float[] exact;
    try (SafetensorsFile file =
        SafetensorsFile.open(folder.resolve("wide").resolve("model.safetensors"))) {
      exact = Fixtures.tensor(scope, file, K).toFloatArray();
    }
    try (SafetensorsFile file =
        SafetensorsFile.open(folder.resolve("own").resolve("model.safetensors"))) {
      assertThat(file.info(K).dtype()).isEqualTo(DType.BF16);
      ShortBuffer rounded =
          file.bytes(K).asByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
      for (int i = 0; i < exact.length; i++) {
        assertThat(rounded.get(i)).isEqualTo(HalfFloats.toBf16(exact[i]));
      }
    }
    assertThat(config(folder.resolve("wide")).path("dtype").asString()).isEqualTo("float32");
    assertThat(config(base).path("dtype").asString()).isEqualTo("bfloat16");
  }

  @Test
  void shardsStayBelowTheirLimitAndOpenAsOne() throws IOException {
    long limit = 100_000;
    MergeSettings settings = new MergeSettings(From.ORIGINAL, Quantization.NF4_DOUBLE, null, limit);
    Path merged = merge("llama3", "llama3/adapter", settings);
    try (Stream<Path> files = Files.list(merged)) {
      List<Path> shards = files.filter(f -> f.toString().endsWith(".safetensors")).toList();
      assertThat(shards).hasSizeGreaterThan(2);
      for (Path shard : shards) {
        try (SafetensorsFile file = SafetensorsFile.open(shard)) {
          long bytes = file.names().stream().mapToLong(name -> file.info(name).length()).sum();
          assertThat(bytes <= limit || file.names().size() == 1).isTrue();
        }
      }
    }
    assertThat(
            Fixtures.distance(last(merged), beside("llama3", "llama3/adapter", Quantization.FP32)))
        .isLessThan(1e-4);
  }

  @Test
  void everythingButTheAdaptedWeightsIsTakenOverToTheBit() throws IOException {
    Path model = Fixtures.folder("llama3");
    Path merged = merge("llama3", "llama3/adapter", MergeSettings.original());
    List<String> changed = new ArrayList<>();
    try (ShardedWeights before = ShardedWeights.open(model);
        ShardedWeights after = ShardedWeights.open(merged)) {
      assertThat(after.names()).containsExactlyInAnyOrderElementsOf(before.names());
      for (String name : before.names()) {
        assertThat(after.info(name).dtype()).isEqualTo(before.info(name).dtype());
        if (before.bytes(name).mismatch(after.bytes(name)) >= 0) {
          changed.add(name);
        }
      }
    }
    assertThat(changed).hasSize(8).allMatch(name -> name.matches(".*self_attn\\.[qkvo]_proj.*"));
    for (String name : List.of("config.json", "generation_config.json")) {
      assertThat(merged.resolve(name)).hasSameBinaryContentAs(model.resolve(name));
    }
  }

  @Test
  void tokenizerTemplateAndLicenceGoAlong() throws IOException {
    Path model = folder.resolve("model");
    Files.createDirectories(model);
    for (String name : List.of("config.json", "model.safetensors")) {
      Files.copy(Fixtures.folder("llama3").resolve(name), model.resolve(name));
    }
    List<String> along =
        List.of("tokenizer.json", "tokenizer_config.json", "chat_template.jinja", "LICENSE.txt");
    for (String name : along) {
      Files.writeString(model.resolve(name), name);
    }
    Files.writeString(model.resolve("optimizer.pt"), "");
    Path out = folder.resolve("out");
    Merger.merge(model, Fixtures.folder("llama3/adapter"), out, MergeSettings.original(), _ -> {});
    for (String name : along) {
      assertThat(out.resolve(name)).hasContent(name);
    }
    assertThat(out.resolve("optimizer.pt")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"qwen3/adapter", "phi3/adapter", "no-adapter"})
  void aFailureLeavesNothingBehind(String adapter) throws IOException {
    Path given =
        adapter.equals("no-adapter") ? folder.resolve("nothing") : Fixtures.folder(adapter);
    Path out = folder.resolve("runs").resolve("out");
    assertThatThrownBy(
            () ->
                Merger.merge(
                    Fixtures.folder("llama3"), given, out, MergeSettings.original(), _ -> {}))
        .isInstanceOf(BadInputException.class);
    try (Stream<Path> left = Files.list(folder.resolve("runs"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void aFolderThatHoldsSomethingIsNotOverwritten() throws IOException {
    Files.writeString(folder.resolve("notes.txt"), "mine");
    assertThatThrownBy(
            () ->
                Merger.merge(
                    Fixtures.folder("llama3"),
                    Fixtures.folder("llama3/adapter"),
                    folder,
                    MergeSettings.original(),
                    _ -> {}))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("not empty");
    assertThat(folder.resolve("notes.txt")).hasContent("mine");
  }

  @Test
  void checkpointsOfAnotherShapeAreRefused() throws IOException {
    Path model = folder.resolve("model");
    Files.createDirectories(model);
    Files.copy(
        Fixtures.folder("llama3").resolve("model.safetensors"), model.resolve("model.safetensors"));
    Files.writeString(
        model.resolve("config.json"),
        Files.readString(Fixtures.folder("llama3").resolve("config.json"))
            .replace("\"vocab_size\": 512", "\"vocab_size\": 513"));
    assertThatThrownBy(
            () ->
                Merger.merge(
                    model,
                    Fixtures.folder("llama3/adapter"),
                    folder.resolve("out"),
                    MergeSettings.original(),
                    _ -> {}))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("model.embed_tokens.weight of", "has shape [512, 64]");
  }

  private Path merge(String family, String adapter, MergeSettings settings) throws IOException {
    Path out = folder.resolve("merged");
    Merger.merge(Fixtures.folder(family), Fixtures.folder(adapter), out, settings, _ -> {});
    return out;
  }

  private NDArray last(Path model) {
    try (OpenModel open = FixtureRows.open(model, Quantization.FP32)) {
      return FixtureRows.last(scope, open.model());
    }
  }

  private NDArray beside(String family, String adapter, Quantization kind) {
    return beside(Fixtures.folder(family), Fixtures.folder(adapter), kind);
  }

  private NDArray beside(Path model, Path adapter, Quantization kind) {
    try (OpenModel open = FixtureRows.open(model, kind)) {
      return FixtureRows.last(
          scope, AdaptedModel.of(open.model(), AdapterFolder.read(scope, adapter)));
    }
  }

  private static JsonNode config(Path model) {
    return JsonMapper.shared().readTree(model.resolve("config.json").toFile());
  }
}
