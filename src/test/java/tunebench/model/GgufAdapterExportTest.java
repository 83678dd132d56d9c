package tunebench.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tunebench.BadInputException;
import tunebench.Fixtures;
import tunebench.format.GgufBlocks;
import tunebench.format.GgufFile;
import tunebench.format.GgufSpec;
import tunebench.format.GgufTensor;
import tunebench.format.GgufType;
import tunebench.format.GgufWriter;
import tunebench.lora.Adapter;
import tunebench.lora.AdapterFolder;
import tunebench.quant.Quantization;
import tunebench.tensor.Scope;

/** An adapter alone as a GGUF file, and back. */
class GgufAdapterExportTest {
  /** Families and further settings of their adapter's config. */
  static final List<Arguments> ADAPTERS =
      List.of(
          Arguments.of("llama3", "{}"),
          Arguments.of("mistral", "{}"),
          Arguments.of("phi3", "{}"),
          Arguments.of("gemma2", "{}"),
          Arguments.of("llama3", "{'use_rslora': true}"),
          Arguments.of("qwen2", "{'alpha_pattern': {'q_proj': 40}}"));

  @TempDir private Path folder;

  /**
   * llama.cpp adds alpha / rank times B A to a weight as the file has it; so the base's file with
   * the adapter's must come to the file of the merged model.
   */
  @ParameterizedTest
  @FieldSource("ADAPTERS")
  void anAdapterAloneIsTheDifferenceOfMergedAndBase(String family, String settings)
      throws Exception {
    Path model = TokenizedFixture.of(folder, family);
    Path adapter = adapter(family, settings.replace('\'', '"'));
    GgufFileExport export = export(model, GgufType.F32);
    export.whole(null, folder.resolve("base.gguf"), p -> {});
    export.whole(adapter, folder.resolve("merged.gguf"), p -> {});
    export.adapter(adapter, folder.resolve("lora.gguf"));
    try (GgufFile base = GgufFile.open(folder.resolve("base.gguf"));
        GgufFile merged = GgufFile.open(folder.resolve("merged.gguf"));
        GgufFile lora = GgufFile.open(folder.resolve("lora.gguf"))) {
      assertThat(lora.metadata().text("general.type")).hasValue("adapter");
      assertThat(lora.metadata().text("adapter.type")).hasValue("lora");
      assertThat(lora.metadata().text("general.architecture"))
          .isEqualTo(base.metadata().text("general.architecture"));
      double alpha = lora.metadata().requiredNumber("adapter.lora.alpha");
      List<String> changed =
          lora.tensors().keySet().stream()
              .filter(n -> n.endsWith(".lora_a"))
              .map(n -> n.replace(".lora_a", ""))
              .toList();
      assertThat(changed).isNotEmpty().hasSize(lora.tensors().size() / 2);
      for (String name : changed) {
        GgufTensor a = lora.tensor(name + ".lora_a");
        float[] sum = floats(base, base.tensor(name));
        add(sum, floats(lora, a), floats(lora, lora.tensor(name + ".lora_b")), alpha, a);
        assertThat(distance(sum, floats(merged, merged.tensor(name)))).as(name).isLessThan(1e-5);
      }
    }
  }

  @ParameterizedTest
  @FieldSource("ADAPTERS")
  void anAdapterAloneIsReadBackAsItWas(String family, String settings) throws Exception {
    Path adapter = adapter(family, settings.replace('\'', '"'));
    Path lora = folder.resolve("lora.gguf");
    export(Fixtures.folder(family), GgufType.F32).adapter(adapter, lora);
    try (Scope scope = Scope.on(Device.cpu());
        OpenModel open = FixtureLogits.open(Fixtures.folder(family), Quantization.FP32)) {
      Adapter again = AdapterFiles.read(scope, lora, Fixtures.folder(family));
      assertThat(
              FixtureLogits.distance(
                  family,
                  AdaptedModel.of(open.model(), again),
                  AdaptedModel.of(open.model(), AdapterFolder.read(scope, adapter))))
          .isLessThan(1e-5);
      // PEFT's folder of what was read says the same once more.
      AdapterFolder.write(folder.resolve("back"), again, family);
      Adapter back = AdapterFolder.read(scope, folder.resolve("back"));
      again
          .modules()
          .forEach(
              (path, update) ->
                  assertThat(back.update(path).scaling())
                      .as(path)
                      .isCloseTo(update.scaling(), within(1e-6)));
    }
  }

  @Test
  void whatIsNoAdapterOfTheBaseIsRefused() throws Exception {
    Path llama = TokenizedFixture.of(folder, "llama3");
    Path whole = folder.resolve("whole.gguf");
    export(llama, GgufType.F32).whole(null, whole, p -> {});
    Path lora = folder.resolve("lora.gguf");
    export(llama, GgufType.F32).adapter(llama(), lora);
    try (Scope scope = Scope.on(Device.cpu())) {
      assertThatThrownBy(() -> AdapterFiles.read(scope, whole, llama))
          .isInstanceOf(BadInputException.class)
          .hasMessageContainingAll("whole.gguf", "no LoRA adapter");
      assertThatThrownBy(() -> AdapterFiles.read(scope, lora, Fixtures.folder("phi3")))
          .isInstanceOf(BadInputException.class)
          .hasMessageContainingAll("lora.gguf", "\"llama\", and the base model is phi3");
    }
    Path other = folder.resolve("other.gguf");
    for (String[] wrong :
        new String[][] {
          {"blk.0.attn_q.weight.lora_b", "blk.0.attn_q.weight", "is no part of a LoRA"},
          {"blk.0.attn_q.weight.lora_b", "blk.0.attn_r.weight.lora_b", "has no place"},
          {"blk.0.attn_q.weight.lora_b", "blk.0.attn_k.weight.lora_b2", "is no part"},
          {"blk.0.attn_q.weight.lora_b", "", "has no tensor"}
        }) {
      rename(lora, other, wrong[0], wrong[1]);
      try (Scope scope = Scope.on(Device.cpu())) {
        assertThatThrownBy(() -> AdapterFiles.read(scope, other, llama))
            .isInstanceOf(BadInputException.class)
            .hasMessageContainingAll("other.gguf", wrong[2]);
      }
    }
  }

  private static Path llama() {
    return Fixtures.folder("llama3").resolve("adapter");
  }

  /** The same file with one tensor under another name, or without it. */
  private static void rename(Path from, Path to, String tensor, String name) throws Exception {
    try (GgufFile file = GgufFile.open(from)) {
      List<GgufSpec> specs = new ArrayList<>();
      List<GgufTensor> tensors = new ArrayList<>();
      for (GgufTensor each : file.tensors().values()) {
        String called = each.name().equals(tensor) ? name : each.name();
        if (!called.isEmpty()) {
          specs.add(new GgufSpec(called, each.type(), each.dimensions()));
          tensors.add(each);
        }
      }
      try (GgufWriter writer =
          GgufWriter.create(to, new LinkedHashMap<>(file.metadata().values()), specs)) {
        for (int i = 0; i < specs.size(); i++) {
          writer.write(specs.get(i).name(), floats(file, tensors.get(i)));
        }
        writer.finish();
      }
    }
  }

  private static void add(float[] sum, float[] a, float[] b, double alpha, GgufTensor first) {
    int rank = (int) first.rows();
    int in = (int) first.rowWeights();
    for (int i = 0; i < sum.length; i++) {
      double update = 0;
      for (int k = 0; k < rank; k++) {
        update += (double) b[i / in * rank + k] * a[k * in + i % in];
      }
      sum[i] += (float) (alpha / rank * update);
    }
  }

  private static float[] floats(GgufFile file, GgufTensor tensor) {
    return GgufBlocks.decode(tensor.type(), file.bytes(tensor));
  }

  private static double distance(float[] a, float[] b) {
    double largest = 0;
    for (int i = 0; i < a.length; i++) {
      largest = Math.max(largest, Math.abs(a[i] - b[i]));
    }
    return largest;
  }

  private static GgufFileExport export(Path model, GgufType type) {
    return new GgufFileExport(model, type, Device.cpu());
  }

  /** The fixture's adapter with other settings. */
  private Path adapter(String family, String settings) throws Exception {
    Path source = Fixtures.folder(family).resolve("adapter");
    Path copy = Files.createDirectory(folder.resolve("adapter"));
    Files.copy(
        source.resolve("adapter_model.safetensors"), copy.resolve("adapter_model.safetensors"));
    var json = JsonMapper.shared();
    var config =
        (ObjectNode) json.readTree(Files.readString(source.resolve("adapter_config.json")));
    json.readTree(settings).properties().forEach(e -> config.set(e.getKey(), e.getValue()));
    Files.writeString(copy.resolve("adapter_config.json"), config.toString());
    return copy;
  }
}
