package tunebench.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorBoardSinkTest {
  @TempDir private Path home = Path.of("");

  /** CRC-32C bit by bit (polynomial 0x82F63B78, reflected), then TFRecord's mask. */
  private static int masked(byte[] bytes) {
    int crc = -1;
    for (byte b : bytes) {
      crc ^= b & 0xFF;
      for (int i = 0; i < 8; i++) {
        crc = (crc >>> 1) ^ ((crc & 1) == 0 ? 0 : 0x82F63B78);
      }
    }
    crc = ~crc;
    return ((crc >>> 15) | (crc << 17)) + 0xA282EAD8;
  }

  private static List<ProtoMessage> events(byte[] file) {
    ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    List<ProtoMessage> events = new ArrayList<>();
    while (in.hasRemaining()) {
      byte[] head = Arrays.copyOfRange(file, in.position(), in.position() + 8);
      byte[] content = new byte[(int) in.getLong()];
      assertThat(in.getInt()).isEqualTo(masked(head));
      in.get(content);
      assertThat(in.getInt()).isEqualTo(masked(content));
      events.add(new ProtoMessage(content));
    }
    return events;
  }

  @Test
  void eventsAreThoseOfTensorFlow() throws Exception {
    try (TrackedRun run =
        SomeRun.open(home.resolve("track"), new TensorBoardSink(home.resolve("logs")))) {
      SomeRun.tell(run, home);
    }
    Path file;
    try (Stream<Path> found = Files.walk(home.resolve("logs"))) {
      file = found.filter(Files::isRegularFile).findFirst().orElseThrow();
    }
    assertThat(file.getFileName().toString()).startsWith("events.out.tfevents.");
    assertThat(file).asString().contains("/a-run-ab12cd34/");
    List<ProtoMessage> events = events(Files.readAllBytes(file));
    assertThat(events.getFirst().text(3)).isEqualTo("brain.Event:2");
    List<String> scalars = new ArrayList<>();
    int pictures = 0;
    String texts = "";
    for (ProtoMessage event : events.subList(1, events.size())) {
      ProtoMessage value = event.message(5).message(1);
      assertThat(event.float64(1)).isGreaterThan(1.7e9);
      if (value.has(2)) {
        scalars.add(value.text(1) + " " + event.integer(2) + " " + value.float32(2));
      } else if (value.has(4)) {
        pictures++;
        assertThat(value.message(4).integer(1)).isEqualTo(5);
        assertThat(value.message(4).integer(2)).isEqualTo(7);
        assertThat(new String(value.message(4).bytes(4), 1, 3, StandardCharsets.US_ASCII))
            .isEqualTo("PNG");
      } else {
        assertThat(value.message(9).message(1).text(1)).isEqualTo("text");
        texts += value.message(8).text(8);
      }
    }
    assertThat(scalars).contains("train/loss 1 2.5", "train/loss 2 NaN", "eval/mae 3 40.0");
    assertThat(pictures).isEqualTo(1);
    assertThat(texts).contains("| lora.rank | 32 |").contains("Lamp \\| \"x\"");
    assertThat((double) file.toFile().length()).isCloseTo(2_800, within(1_500.0));
  }
}
