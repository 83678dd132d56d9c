package tunebench.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tunebench.BadInputException;
import tunebench.Fixtures;
import tunebench.format.DType;
import tunebench.format.GgufType;
import tunebench.format.HalfFloats;
import tunebench.format.SafetensorsFile;
import tunebench.model.MergeSettings.From;
import tunebench.quant.Quantization;
import tunebench.token.TextTokenizer;

/** What the merged model does. */
class MergerTest extends MergedFixtures {
  private static final String K = "model.layers.1.self_attn.k_proj.weight";

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
    Path plain = TokenizedFixture.of(folder, family);
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
}
