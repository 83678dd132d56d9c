package tunebench.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
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
import tunebench.format.SafetensorsFile;
import tunebench.format.SafetensorsWriter;
import tunebench.format.TensorSpec;
import tunebench.tensor.Scope;

class AdapterFolderTest {
  private static final String Q = "base_model.model.model.layers.0.self_attn.q_proj.";
  private static final String V = "base_model.model.model.layers.0.self_attn.v_proj.";

  private final Scope scope = Scope.on(Device.cpu());
  @TempDir private Path folder;

  @AfterEach
  void close() {
    scope.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "llama3/adapter",
        "phi3/adapter",
        "peft/dora",
        "peft/dora-biased",
        "peft/patterns",
        "peft/regex",
        "peft/all-linear",
        "peft/layers",
        "peft/combined/cat",
        "peft/ends/output",
        "peft/ends/both-ends",
        "peft/ends/saved",
        "peft/ends/tied-embedding",
        "peft/ends/tied-output"
      })
  void whatPeftWroteComesOutAgain(String name) throws IOException {
    Path source = Fixtures.folder(name);
    Adapter adapter = AdapterFolder.read(scope, source);
    JsonNode theirs = json(source);
    String base = theirs.path("base_model_name_or_path").asString("llama3");
    AdapterFolder.write(folder, adapter, base);
    assertThat(fields(json(folder))).containsExactlyEntriesOf(withBase(fields(theirs), base));
    assertThat(tensors(folder)).isEqualTo(tensors(source));
  }

  @Test
  void theShorthandIsWrittenAsTheModulesThatItStoodFor() throws IOException {
    Adapter read = AdapterFolder.read(scope, Fixtures.folder("peft/all-linear"));
    LoraSettings settings = new LoraSettings(4, 8, 0.05, List.of("all-linear"), false);
    AdapterFolder.write(folder, new Adapter(scope, settings, read.modules()), "phi3");
    JsonNode json = json(folder);
    assertThat(json.path("lora_dropout").asDouble()).isEqualTo(0.05);
    assertThat(json.path("target_modules").valueStream().map(JsonNode::asString))
        .containsExactly("down_proj", "gate_up_proj", "o_proj", "qkv_proj");
    assertThat(AdapterFolder.read(scope, folder).modules()).hasSize(8);
  }

  @ParameterizedTest
  @CsvSource({
    "false, lora_A.weight 2x3, '', it lacks " + Q + "lora_B.weight",
    "false, lora_A.weight 3x3, lora_B.weight 4x3, instead of [2; inputs]",
    "false, lora_A.weight 2x3, lora_B.weight 4x1, instead of [outputs; 2]",
    "false, lora_A.weight 2, lora_B.weight 4x2, has shape [2]",
    "false, lora_A.weight 2x0, lora_B.weight 4x2, has shape [2; 0]",
    "false, lora_embedding_A 2x3, lora_B.weight 4x2, no part of a LoRA adapter",
    "true, lora_A.weight 2x3, lora_B.weight 4x2, it lacks " + Q + "lora_magnitude_vector",
  })
  void weightsThatDisagreeWithTheirConfigAreRefused(
      boolean dora, String a, String b, String complaint) throws IOException {
    config(dora);
    weights(b.isEmpty() ? List.of(Q + a) : List.of(Q + a, Q + b));
    refused(complaint.replace(';', ','));
  }

  @Test
  void magnitudesWithoutDoraAreRefused() throws IOException {
    config(false);
    weights(
        List.of(Q + "lora_A.weight 2x3", Q + "lora_B.weight 4x2", Q + "lora_magnitude_vector 4"));
    refused("use_dora is not set");
  }

  @Test
  void aModuleThatIsNoTargetIsRefused() throws IOException {
    config(false);
    weights(List.of(V + "lora_A.weight 2x3", V + "lora_B.weight 4x2"));
    refused("target_modules (q_proj) does not name");
  }

  @Test
  void wholeNumbersAreNoWeights() throws IOException {
    config(false);
    List<TensorSpec> specs =
        List.of(
            TensorSpec.of(Q + "lora_A.weight", DType.I32, 2, 3),
            TensorSpec.of(Q + "lora_B.weight", DType.I32, 4, 2));
    write(specs);
    refused("is I32, but must be F32, F16 or BF16");
  }

  @Test
  void anAdapterOfAnotherModelIsRefusedNamingTensorAndShapes() {
    Adapter adapter = AdapterFolder.read(scope, Fixtures.folder("peft/second"));
    Map<String, AdapterFit.Size> sizes = new TreeMap<>();
    adapter.modules().forEach((path, u) -> sizes.put(path, size(u.outFeatures(), u.inFeatures())));
    AdapterFit.check(adapter, sizes);
    String path = "model.layers.1.mlp.gate_proj";
    complains(
        adapter, sizes, path, size(176, 128), "lora_A.weight has shape [8, 64]", "[176, 128]");
    complains(adapter, sizes, path, size(99, 64), "lora_B.weight has shape [176, 8]", "[99, 64]");
    String other = "model.layers.2.mlp.gate_proj";
    complains(adapter, sizes, other, size(176, 64), other + ".lora_A.weight", "incomplete");
    sizes.remove(path);
    assertThatThrownBy(() -> AdapterFit.check(adapter, sizes))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("no module " + path);
  }

  private static void complains(
      Adapter adapter,
      Map<String, AdapterFit.Size> sizes,
      String path,
      AdapterFit.Size size,
      String first,
      String second) {
    Map<String, AdapterFit.Size> changed = new TreeMap<>(sizes);
    changed.put(path, size);
    assertThatThrownBy(() -> AdapterFit.check(adapter, changed))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(first)
        .hasMessageContaining(second);
  }

  private static AdapterFit.Size size(int out, int in) {
    return new AdapterFit.Size(out, in);
  }

  private void refused(String complaint) {
    assertThatThrownBy(() -> AdapterFolder.read(scope, folder))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("adapter_model.safetensors")
        .hasMessageContaining(complaint);
  }

  private void config(boolean dora) throws IOException {
    Files.writeString(
        folder.resolve("adapter_config.json"),
        "{\"peft_type\":\"LORA\",\"r\":2,\"target_modules\":[\"q_proj\"],\"use_dora\":"
            + dora
            + "}");
  }

  /** Writes zeros; each text is a name and a shape such as {@code 2x3}. */
  private void weights(List<String> tensors) throws IOException {
    write(
        tensors.stream()
            .map(text -> text.split(" "))
            .map(
                part ->
                    new TensorSpec(
                        part[0],
                        DType.F32,
                        Arrays.stream(part[1].split("x")).map(Long::valueOf).toList()))
            .toList());
  }

  private void write(List<TensorSpec> specs) throws IOException {
    try (SafetensorsWriter writer =
        SafetensorsWriter.create(folder.resolve("adapter_model.safetensors"), specs)) {
      for (TensorSpec spec : specs) {
        writer.write(spec.name(), ByteBuffer.allocate(Math.toIntExact(spec.length())));
      }
      writer.finish();
    }
  }

  private static JsonNode json(Path folder) {
    return JsonMapper.shared().readTree(folder.resolve("adapter_config.json").toFile());
  }

  /** Every field; what PEFT keeps as a set is sorted. */
  private static Map<String, String> fields(JsonNode json) {
    Map<String, String> fields = new TreeMap<>();
    json.properties().forEach(e -> fields.put(e.getKey(), e.getValue().toString()));
    for (String set : List.of("target_modules", "exclude_modules")) {
      if (json.path(set).isArray()) {
        fields.put(
            set,
            new TreeSet<>(json.path(set).valueStream().map(JsonNode::asString).toList())
                .toString());
      }
    }
    return fields;
  }

  private static Map<String, String> withBase(Map<String, String> fields, String base) {
    fields.put("base_model_name_or_path", '"' + base + '"');
    return fields;
  }

  /** Type, shape and bytes by name. */
  private static Map<String, List<Object>> tensors(Path folder) {
    Map<String, List<Object>> tensors = new TreeMap<>();
    try (SafetensorsFile file = SafetensorsFile.open(folder.resolve("adapter_model.safetensors"))) {
      for (String name : file.names()) {
        byte[] bytes = file.bytes(name).toArray(ValueLayout.JAVA_BYTE);
        tensors.put(
            name,
            List.of(file.info(name).dtype(), file.info(name).dimensions(), ByteBuffer.wrap(bytes)));
      }
      assertThat(file.metadata()).containsExactlyEntriesOf(Map.of("format", "pt"));
    }
    return tensors;
  }
}
