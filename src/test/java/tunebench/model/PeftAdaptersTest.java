package tunebench.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tunebench.BadInputException;
import tunebench.Fixtures;
import tunebench.format.SafetensorsFile;
import tunebench.llama.LanguageModel;
import tunebench.lora.Adapter;
import tunebench.lora.AdapterFolder;
import tunebench.lora.AdapterSet;
import tunebench.lora.LoraSettings;
import tunebench.quant.Quantization;
import tunebench.tensor.Scope;

/** Logits of models with adapters against those of PEFT (fixtures/peft/README.md). */
class PeftAdaptersTest {
  private final Scope scope = Scope.on(Device.cpu());

  @AfterEach
  void close() {
    scope.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"llama3", "llama-tied", "mistral", "qwen2", "qwen3", "phi3", "gemma2", "gemma3"})
  void everyFamilyWithItsAdapterEqualsPeft(String family) {
    Path folder = Fixtures.folder(family);
    try (OpenModel open = FixtureRows.open(folder, Quantization.FP32);
        SafetensorsFile expected = SafetensorsFile.open(folder.resolve("expected.safetensors"))) {
      NDArray got = FixtureRows.logits(scope, with(open, folder.resolve("adapter")));
      NDArray want = Fixtures.tensor(scope, expected, "logits_with_adapter");
      for (int row = 0; row < FixtureRows.LENGTHS.length; row++) {
        NDIndex real = new NDIndex(row + ", :" + FixtureRows.LENGTHS[row]);
        assertThat(Fixtures.distance(got.get(real), want.get(real))).isLessThan(1e-4);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "dora, llama3",
    "dora-biased, qwen2",
    "patterns, llama3",
    "regex, mistral",
    "all-linear, phi3",
    "layers, gemma2",
    "second, llama3",
    "combined/linear, llama3",
    "combined/cat, llama3"
  })
  void everyKindOfAdapterEqualsPeft(String name, String family) {
    try (OpenModel open = FixtureRows.open(Fixtures.folder(family), Quantization.FP32)) {
      LanguageModel model = with(open, Fixtures.folder("peft/" + name));
      String key = name.replace("combined/", "") + ".logits";
      assertThat(Fixtures.distance(FixtureRows.last(scope, model), expected(key))).isLessThan(1e-4);
    }
  }

  @Test
  void rowsWithAdaptersOfTheirOwnEqualPeft() {
    try (OpenModel open = FixtureRows.open(Fixtures.folder("llama3"), Quantization.FP32);
        AdapterSet set = set()) {
      LanguageModel mixed =
          AdaptedModel.of(
              open.model(),
              set.rows(scope, List.of("first", "patterns", AdapterSet.BASE, "second")));
      assertThat(Fixtures.distance(FixtureRows.last(scope, mixed), expected("mixed.logits")))
          .isLessThan(1e-4);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"fp32", "nf4-double"})
  void aRowOfAMixedBatchEqualsTheRowOfItsOwnModel(String kind) {
    List<String> names = List.of("dora", "first", AdapterSet.BASE, "dora");
    try (OpenModel open = FixtureRows.open(Fixtures.folder("llama3"), Quantization.of(kind));
        AdapterSet set = set()) {
      NDArray mixed =
          FixtureRows.last(scope, AdaptedModel.of(open.model(), set.rows(scope, names)));
      for (int row = 0; row < names.size(); row++) {
        LanguageModel own =
            names.get(row).equals(AdapterSet.BASE)
                ? open.model()
                : AdaptedModel.of(open.model(), set.get(names.get(row)));
        NDArray alone = FixtureRows.last(scope, own);
        NDArray others = FixtureRows.last(scope, AdaptedModel.of(open.model(), set.get("second")));
        assertThat(Fixtures.distance(others.get(row), alone.get(row))).isGreaterThan(1e-2);
        assertThat(Fixtures.distance(mixed.get(row), alone.get(row))).isLessThan(1e-5);
      }
    }
  }

  @Test
  void aFreshAdapterChangesNothingAndBeginsWithPeftsMagnitudes() {
    LoraSettings settings =
        new LoraSettings(4, 8, 0.1, List.of("all-linear"), false).withMagnitudes();
    try (OpenModel open = FixtureRows.open(Fixtures.folder("llama3"), Quantization.FP32)) {
      Adapter fresh = Adapter.fresh(scope, settings, open.model().parts().projections(), 1);
      // The third tensor of a DoRA update.
      NDArray magnitudes = fresh.update("model.layers.0.self_attn.k_proj").tensors().get(2);
      assertThat(Fixtures.distance(magnitudes.flatten(), expected("dora.fresh-magnitude")))
          .isLessThan(1e-6);
      NDArray adapted = FixtureRows.last(scope, AdaptedModel.of(open.model(), fresh));
      assertThat(Fixtures.distance(adapted, FixtureRows.last(scope, open.model())))
          .isLessThan(1e-5);
    }
  }

  @Test
  void anAdapterOfAnotherFamilyIsRefused() {
    try (OpenModel open = FixtureRows.open(Fixtures.folder("phi3"), Quantization.FP32)) {
      assertThatThrownBy(() -> with(open, Fixtures.folder("llama3/adapter")))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("no module model.layers.0.self_attn.k_proj");
    }
  }

  private AdapterSet set() {
    AdapterSet set = new AdapterSet();
    set.add("first", read(Fixtures.folder("llama3/adapter")));
    for (String name : List.of("second", "patterns", "dora")) {
      set.add(name, read(Fixtures.folder("peft/" + name)));
    }
    return set;
  }

  private LanguageModel with(OpenModel open, Path adapter) {
    return AdaptedModel.of(open.model(), read(adapter));
  }

  private Adapter read(Path folder) {
    return AdapterFolder.read(scope, folder);
  }

  private NDArray expected(String name) {
    try (SafetensorsFile file =
        SafetensorsFile.open(Fixtures.folder("peft/expected.safetensors"))) {
      return Fixtures.tensor(scope, file, name);
    }
  }
}
