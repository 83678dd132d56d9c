package tunebench.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GgufWriterTest {
  @TempDir private Path folder;

  @Test
  void whatIsWrittenIsRead() throws Exception {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("general.architecture", "llama");
    metadata.put("llama.block_count", 2);
    metadata.put("llama.rope.freq_base", 500000f);
    metadata.put("tokenizer.ggml.add_bos_token", true);
    metadata.put("tokenizer.ggml.tokens", List.of("a", "Ġb"));
    metadata.put("tokenizer.ggml.token_type", List.of(1, 3));
    metadata.put("negative", -5L);
    Path path = folder.resolve("m.gguf");
    var specs =
        List.of(GgufSpec.of("norm", GgufType.F32, 3), GgufSpec.of("w", GgufType.Q8_0, 2, 32));
    try (GgufWriter writer = GgufWriter.create(path, metadata, specs)) {
      float[] row = new float[32];
      row[31] = 127;
      writer.write("w", row);
      row[31] = -254;
      writer.write("w", row);
      writer.write("norm", new float[] {1, 2, 3});
      writer.finish();
    }
    try (GgufFile file = GgufFile.open(path)) {
      assertThat(file.version()).isEqualTo(3);
      assertThat(file.metadata().whole("llama.block_count")).hasValue(2);
      assertThat(file.metadata().number("llama.rope.freq_base")).hasValue(500000);
      assertThat(file.metadata().flag("tokenizer.ggml.add_bos_token")).contains(true);
      assertThat(file.metadata().texts("tokenizer.ggml.tokens")).containsExactly("a", "Ġb");
      assertThat(file.metadata().numbers("tokenizer.ggml.token_type")).containsExactly(1L, 3L);
      assertThat(file.metadata().whole("negative")).hasValue(-5);
      GgufTensor w = file.tensor("w");
      assertThat(w.dimensions()).containsExactly(2L, 32L);
      assertThat(GgufBlocks.decode(w.type(), file.bytes(w))[31]).isEqualTo(127);
      assertThat(GgufBlocks.decode(w.type(), file.bytes(w, 1, 1))[31]).isEqualTo(-254);
      assertThat(GgufBlocks.decode(GgufType.F32, file.bytes(file.tensor("norm"))))
          .containsExactly(1, 2, 3);
    }
    assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
  }

  @Test
  void anIncompleteFileIsNotGivenItsName() throws Exception {
    Path path = folder.resolve("m.gguf");
    var specs = List.of(GgufSpec.of("w", GgufType.F16, 4));
    try (GgufWriter writer = GgufWriter.create(path, Map.of(), specs)) {
      writer.write("w", new float[3]);
      assertThatThrownBy(writer::finish).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> writer.write("w", new float[2])).hasMessageContaining("no room");
      assertThatThrownBy(() -> writer.write("v", new float[2])).hasMessageContaining("declared");
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void rowsThatDoNotFillBlocksAreRefused() {
    assertThatThrownBy(() -> GgufSpec.of("w", GgufType.Q4_0, 32, 33))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
