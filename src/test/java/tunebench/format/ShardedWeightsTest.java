package tunebench.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tunebench.BadInputException;

class ShardedWeightsTest {
  @TempDir private Path folder;

  @Test
  void shardsAreOneView() throws Exception {
    shard("a.safetensors", "x", 1);
    shard("b.safetensors", "y", 2);
    index("\"x\":\"a.safetensors\",\"y\":\"b.safetensors\"");
    try (ShardedWeights weights = ShardedWeights.open(folder)) {
      assertThat(weights.names()).containsExactly("x", "y");
      assertThat(weights.info("y").shape()).containsExactly(2);
      assertThat(weights.bytes("y", 1, 1).byteSize()).isEqualTo(1);
      assertThatThrownBy(() -> weights.info("z")).hasMessageContaining("\"z\"");
    }
  }

  @Test
  void theSingleFileComesFirst() throws Exception {
    shard("model.safetensors", "x", 1);
    index("\"x\":\"gone.safetensors\"");
    try (ShardedWeights weights = ShardedWeights.open(folder)) {
      assertThat(weights.names()).containsExactly("x");
    }
  }

  @Test
  void anyOnlyFileWillDo() throws Exception {
    shard("adapter_model.safetensors", "x", 1);
    try (ShardedWeights weights = ShardedWeights.open(folder)) {
      assertThat(weights.names()).containsExactly("x");
    }
    shard("second.safetensors", "x", 1);
    assertThatThrownBy(() -> ShardedWeights.open(folder))
        .hasMessageContaining("2 safetensors files");
  }

  @Test
  void aMissingShardIsNamed() throws Exception {
    shard("a.safetensors", "x", 1);
    index("\"x\":\"a.safetensors\",\"y\":\"b.safetensors\"");
    assertRefused("shard \"b.safetensors\", which is missing");
  }

  @Test
  void aTensorThatOnlyTheIndexKnowsIsNamed() throws Exception {
    shard("a.safetensors", "x", 1);
    index("\"x\":\"a.safetensors\",\"y\":\"a.safetensors\"");
    assertRefused("tensor \"y\" is said to be in a.safetensors, but is not there");
  }

  @Test
  void aTensorInTwoShardsIsNamed() throws Exception {
    shard("a.safetensors", "x", 1);
    shard("b.safetensors", "x", 1);
    index("\"x\":\"a.safetensors\",\"y\":\"b.safetensors\"");
    assertRefused("tensor \"x\" is also in another shard");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../a.safetensors",
        "/etc/a.safetensors",
        "..\\\\a.safetensors",
        "C:a.safetensors",
        "sub/a.safetensors",
        "passwd"
      })
  void anIndexCannotClimbOutOfTheFolder(String shard) throws Exception {
    index("\"x\":\"" + shard + "\"");
    assertRefused("no safetensors file of the same folder");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "{}", "{\"weight_map\":[]}", "{\"weight_map\":{\"a\":1}}", "{", ""})
  void anIndexWithoutAMapIsRefused(String json) throws Exception {
    Files.writeString(folder.resolve("model.safetensors.index.json"), json);
    assertRefused("model.safetensors.index.json");
  }

  @Test
  void aFolderWithoutWeightsIsRefused() {
    assertRefused("0 safetensors files");
    assertThatThrownBy(() -> ShardedWeights.open(folder.resolve("none")))
        .hasMessageContaining("no folder");
  }

  private void assertRefused(String sentence) {
    assertThatThrownBy(() -> ShardedWeights.open(folder))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(sentence);
  }

  private void index(String map) throws IOException {
    Files.writeString(
        folder.resolve("model.safetensors.index.json"),
        "{\"metadata\":{\"total_size\":3},\"weight_map\":{" + map + "}}");
  }

  private void shard(String file, String tensor, int size) throws IOException {
    var spec = List.of(TensorSpec.of(tensor, DType.U8, size));
    try (SafetensorsWriter writer = SafetensorsWriter.create(folder.resolve(file), spec)) {
      writer.write(tensor, ByteBuffer.allocate(size));
      writer.finish();
    }
  }
}
