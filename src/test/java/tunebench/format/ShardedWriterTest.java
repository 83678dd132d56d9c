package tunebench.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ShardedWriterTest {
  private static final List<TensorSpec> TENSORS =
      List.of(
          TensorSpec.of("a", DType.U8, 6),
          TensorSpec.of("b", DType.U8, 4),
          TensorSpec.of("c", DType.U8, 30),
          TensorSpec.of("d", DType.BF16, 3));

  @TempDir private Path folder;

  @Test
  void tensorsFillShardsInTheirOrder() throws IOException {
    write(10);
    JsonNode index =
        JsonMapper.shared().readTree(folder.resolve("model.safetensors.index.json").toFile());
    assertThat(index.path("metadata").path("total_size").asLong()).isEqualTo(46);
    assertThat(index.path("metadata").path("total_parameters").asLong()).isEqualTo(43);
    String first = "model-00001-of-00003.safetensors";
    assertThat(index.path("weight_map").path("a").asString()).isEqualTo(first);
    assertThat(index.path("weight_map").path("b").asString()).isEqualTo(first);
    assertThat(index.path("weight_map").path("c").asString())
        .isEqualTo("model-00002-of-00003.safetensors");
    readsBack();
  }

  @Test
  void whatFitsIsOneFileWithoutIndex() throws IOException {
    write(46);
    assertThat(folder.resolve("model.safetensors")).exists();
    assertThat(folder.resolve("model.safetensors.index.json")).doesNotExist();
    readsBack();
  }

  @Test
  void whatWasNotFinishedIsNotThere() throws IOException {
    try (ShardedWriter writer = ShardedWriter.create(folder, TENSORS, 10)) {
      // The first shard is complete, the others are not.
      writer.write("a", ByteBuffer.allocate(6));
      writer.write("b", ByteBuffer.allocate(4));
      assertThatThrownBy(() -> writer.write("e", ByteBuffer.allocate(1)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(writer::finish).isInstanceOf(IllegalStateException.class);
    }
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }

  private void write(long limit) throws IOException {
    try (ShardedWriter writer = ShardedWriter.create(folder, TENSORS, limit)) {
      for (TensorSpec tensor : TENSORS.reversed()) {
        byte[] bytes = new byte[Math.toIntExact(tensor.length())];
        Arrays.fill(bytes, (byte) tensor.name().charAt(0));
        writer.write(tensor.name(), ByteBuffer.wrap(bytes));
      }
      writer.finish();
    }
  }

  private void readsBack() {
    try (ShardedWeights weights = ShardedWeights.open(folder)) {
      for (TensorSpec tensor : TENSORS) {
        byte[] bytes = weights.bytes(tensor.name()).toArray(ValueLayout.JAVA_BYTE);
        assertThat(bytes).hasSize((int) tensor.length()).containsOnly(tensor.name().charAt(0));
      }
    }
  }
}
