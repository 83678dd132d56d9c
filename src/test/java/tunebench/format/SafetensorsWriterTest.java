package tunebench.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsWriterTest {
  @TempDir private Path folder;

  @Test
  void whatIsWrittenIsRead() throws Exception {
    Path path = folder.resolve("m.safetensors");
    var specs =
        List.of(
            TensorSpec.of("flag", DType.U8, 3),
            TensorSpec.of("w", DType.F32, 2, 2),
            TensorSpec.of("none", DType.F32, 0));
    try (SafetensorsWriter writer = SafetensorsWriter.create(path, specs)) {
      writer.write("w", Bytes.floats(1, 2));
      writer.write("flag", ByteBuffer.wrap(new byte[] {7, 8, 9}));
      writer.write("w", MemorySegment.ofBuffer(Bytes.floats(3, 4)));
      assertThat(path).doesNotExist();
      writer.finish();
    }
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      assertThat(file.names()).containsExactlyInAnyOrder("flag", "w", "none");
      assertThat(file.metadata()).isEqualTo(Map.of("format", "pt"));
      assertThat(file.bytes("w").toArray(ValueLayout.JAVA_FLOAT_UNALIGNED))
          .containsExactly(1, 2, 3, 4);
      assertThat(file.bytes("flag").toArray(ValueLayout.JAVA_BYTE)).containsExactly(7, 8, 9);
    }
    assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
  }

  @Test
  void theBytesAreThoseOfTheFormat() throws Exception {
    Path path = folder.resolve("one.safetensors");
    try (var writer = SafetensorsWriter.create(path, List.of(TensorSpec.of("a", DType.U8, 1)))) {
      writer.write("a", ByteBuffer.wrap(new byte[] {5}));
      writer.finish();
    }
    String json =
        "{\"__metadata__\":{\"format\":\"pt\"},"
            + "\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}}";
    String padded = json + " ".repeat((8 - json.length() % 8) % 8);
    byte[] expected = Bytes.safetensors(padded, 1);
    expected[expected.length - 1] = 5;
    assertThat(Files.readAllBytes(path)).isEqualTo(expected);
  }

  @Test
  void everyTensorLiesAlignedForItsType() throws Exception {
    Path path = folder.resolve("m.safetensors");
    var specs =
        List.of(
            TensorSpec.of("é", DType.U8, 3),
            TensorSpec.of("b", DType.F64, 1),
            TensorSpec.of("c", DType.BF16, 3),
            TensorSpec.of("d", DType.I32, 3));
    try (SafetensorsWriter writer = SafetensorsWriter.create(path, specs)) {
      for (TensorSpec spec : specs) {
        writer.write(spec.name(), ByteBuffer.allocate((int) spec.length()));
      }
      writer.finish();
    }
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      for (String name : file.names()) {
        assertThat(file.info(name).offset() % file.info(name).dtype().bytes()).isZero();
      }
    }
  }

  @Test
  void anUnfinishedFileLeavesNothing() throws Exception {
    Path path = folder.resolve("m.safetensors");
    Files.writeString(path, "older");
    try (var writer = SafetensorsWriter.create(path, List.of(TensorSpec.of("a", DType.U8, 2)))) {
      writer.write("a", ByteBuffer.allocate(1));
      assertThatThrownBy(writer::finish).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> writer.write("a", ByteBuffer.allocate(2)))
          .hasMessageContaining("no room");
      assertThatThrownBy(() -> writer.write("b", ByteBuffer.allocate(0)))
          .hasMessageContaining("not declared");
    }
    assertThat(path).content(StandardCharsets.UTF_8).isEqualTo("older");
    assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
  }

  @Test
  void aNameTwiceIsRefused() {
    var twice = List.of(TensorSpec.of("a", DType.U8, 1), TensorSpec.of("a", DType.U8, 1));
    assertThatThrownBy(() -> SafetensorsWriter.create(folder.resolve("m.safetensors"), twice))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
