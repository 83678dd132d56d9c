package tunebench.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tunebench.BadInputException;
import tunebench.Fixtures;
import tunebench.format.DType;
import tunebench.format.GgufExport;
import tunebench.format.GgufFile;
import tunebench.format.GgufSpec;
import tunebench.format.GgufType;
import tunebench.format.GgufWriter;
import tunebench.format.SafetensorsFile;
import tunebench.format.SafetensorsWriter;
import tunebench.format.ShardedWeights;
import tunebench.format.TensorSpec;
import tunebench.llama.GgufDescription;
import tunebench.quant.Quantization;

/**
 * Models that lie: each is one sentence that names the file and, where there is one, the tensor.
 */
class HostileModelTest {
  @TempDir private Path folder;

  @BeforeEach
  void copy() throws Exception {
    for (String name : List.of("config.json", "model.safetensors")) {
      Files.copy(Fixtures.folder("qwen3").resolve(name), folder.resolve(name));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "hidden_size": 64          | "hidden_size": 128         | model.embed_tokens.weight of | [512, 64]
          "hidden_size": 64          | "hidden_size": 16777216    | model.embed_tokens.weight of | [512, 16777216]
          "vocab_size": 512          | "vocab_size": 16777216     | model.embed_tokens.weight of | [16777216, 64]
          "head_dim": 32             | "head_dim": 16             | self_attn.q_proj.weight of   | [64, 64]
          "intermediate_size": 176   | "intermediate_size": 177   | mlp.gate_proj.weight of      | [177, 64]
          "num_hidden_layers": 2     | "num_hidden_layers": 1     | Tensor model.layers.1.       | has no place
          "num_hidden_layers": 2     | "num_hidden_layers": 3     | "model.layers.2.             | have no tensor
          "num_hidden_layers": 2     | "num_hidden_layers": 99999 | config.json                  | from 1 to 1024
          "num_attention_heads": 4   | "num_attention_heads": 0   | config.json                  | num_attention_heads
          "attention_bias": false    | "attention_bias": true     | q_proj.bias"                 | have no tensor
          "Qwen3ForCausalLM"         | "Qwen2ForCausalLM"         | q_proj.bias"                 | have no tensor
          "Qwen3ForCausalLM"         | "LlamaForCausalLM"         | Tensor model.layers          | has no place
          "Qwen3ForCausalLM"         | "MambaForCausalLM"         | config.json                  | it opens LlamaForCausalLM
          """)
  void aConfigOfAnotherModelIsNoticedBeforeAnythingIsRead(
      String from, String to, String where, String what) throws Exception {
    Path config = folder.resolve("config.json");
    String text = Files.readString(config);
    assertThat(text).contains(from);
    Files.writeString(config, text.replace(from, to));
    refused(folder, where, what);
  }

  @Test
  void weightsOfAnotherTypeAreNamed() throws Exception {
    Map<String, TensorSpec> specs = new LinkedHashMap<>();
    Map<String, byte[]> bytes = new LinkedHashMap<>();
    try (SafetensorsFile file = SafetensorsFile.open(folder.resolve("model.safetensors"))) {
      for (String name : file.names()) {
        DType dtype = name.equals("model.norm.weight") ? DType.I32 : file.info(name).dtype();
        specs.put(name, new TensorSpec(name, dtype, file.info(name).dimensions()));
        bytes.put(name, file.bytes(name).toArray(ValueLayout.JAVA_BYTE));
      }
    }
    try (SafetensorsWriter out =
        SafetensorsWriter.create(folder.resolve("model.safetensors"), specs.values())) {
      for (Map.Entry<String, byte[]> each : bytes.entrySet()) {
        out.write(each.getKey(), ByteBuffer.wrap(each.getValue()));
      }
      out.finish();
    }
    refused(folder, "model.norm.weight of " + folder, "stored as I32");
  }

  @ParameterizedTest
  @ValueSource(strings = {"config.json", "model.safetensors", "model.safetensors.index.json"})
  void aZipBombInPlaceOfAFileIsNotUnpacked(String name) throws Exception {
    Files.delete(folder.resolve("model.safetensors"));
    Files.write(folder.resolve(name), zip(200_000_000));
    refused(folder, name, "Cannot read");
  }

  @Test
  void aPickleIsNotOpened() throws Exception {
    Files.delete(folder.resolve("model.safetensors"));
    Files.write(folder.resolve("pytorch_model.bin"), zip(1000));
    refused(folder, "pytorch_model.bin", "never opened");
  }

  @ParameterizedTest
  @ValueSource(strings = {"config.json", "model.safetensors.index.json"})
  void aJsonBombIsRefused(String name) throws Exception {
    Files.delete(folder.resolve("model.safetensors"));
    Path file = folder.resolve(name);
    Files.writeString(file, "{\"a\":".repeat(100_000));
    refused(folder, name, "no valid JSON");
    Files.writeString(file, "{\"a\":" + "[".repeat(100_000));
    refused(folder, name, "no valid JSON");
    Files.writeString(file, "{\"a\":1" + "0".repeat(1000) + "}");
    refused(folder, name, "");
    Files.writeString(file, "{\"" + "a".repeat(100_000) + "\":1}");
    refused(folder, name, "no valid JSON");
  }

  @Test
  void aConfigOfManyMegabytesIsNotRead() throws Exception {
    Files.writeString(folder.resolve("config.json"), "{\"a\":\"" + " ".repeat(17_000_000) + "\"}");
    refused(folder, "config.json", "more than 16000000 bytes");
  }

  @Test
  void anIndexCannotReachOutOfTheFolder() throws Exception {
    Path inner = Files.createDirectory(folder.resolve("inner"));
    Files.move(folder.resolve("config.json"), inner.resolve("config.json"));
    Files.writeString(
        inner.resolve("model.safetensors.index.json"),
        "{\"weight_map\":{\"model.norm.weight\":\"../model.safetensors\"}}");
    refused(inner, "model.norm.weight", "\"../model.safetensors\", which is no safetensors file");
  }

  @ParameterizedTest
  @CsvSource({
    "qwen3.block_count, 2147483647, from 1 to 1024",
    "qwen3.block_count, 3, have no tensor",
    "qwen3.block_count, 1, has no place",
    "qwen3.feed_forward_length, 16777216, 'implies [16777216, 64]'",
    "qwen3.attention.head_count, 3, cannot be",
    "qwen3.embedding_length, 128, not one row of 128"
  })
  void aGgufFileThatLiesIsRefused(String key, int value, String sentence) throws Exception {
    Path file = folder.resolve("m.gguf");
    try (ShardedWeights weights = ShardedWeights.open(folder)) {
      GgufExport.write(
          file, weights, GgufDescription.of(folder), Map.of(key, value), GgufType.F16, p -> {});
    }
    refused(file, "m.gguf", sentence.replace("have no tensor", "has no tensor"));
  }

  @Test
  void aTensorInAnotherShapeIsNamed() throws Exception {
    Path file = folder.resolve("m.gguf");
    try (ShardedWeights weights = ShardedWeights.open(folder)) {
      GgufExport.write(file, weights, GgufDescription.of(folder), Map.of(), GgufType.F32, p -> {});
    }
    Path other = folder.resolve("other.gguf");
    try (GgufFile good = GgufFile.open(file)) {
      List<GgufSpec> specs =
          good.tensors().values().stream()
              .map(
                  t ->
                      t.name().equals("blk.1.ffn_up.weight")
                          ? GgufSpec.of(t.name(), t.type(), 64, 176)
                          : new GgufSpec(t.name(), t.type(), t.dimensions()))
              .toList();
      Map<String, Object> metadata = new LinkedHashMap<>(good.metadata().values());
      try (GgufWriter writer = GgufWriter.create(other, metadata, specs)) {
        for (GgufSpec spec : specs) {
          writer.write(spec.name(), new float[(int) (spec.length() / Float.BYTES)]);
        }
        writer.finish();
      }
    }
    refused(other, "model.layers.1.mlp.up_proj.weight of " + other, "[64, 176]");
  }

  private static void refused(Path model, String where, String what) {
    assertThatThrownBy(() -> FixtureLogits.open(model, Quantization.FP32))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(where)
        .hasMessageContaining(what)
        .hasMessageContaining(model.toString())
        .hasMessageNotContaining("\n")
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(700));
  }

  /** Some hundred kB that unpack to so many zeros. */
  private static byte[] zip(int zeros) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8)) {
      zip.putNextEntry(new ZipEntry("data.pkl"));
      byte[] piece = new byte[100_000];
      for (int i = 0; i < zeros / piece.length; i++) {
        zip.write(piece);
      }
    }
    return out.toByteArray();
  }
}
