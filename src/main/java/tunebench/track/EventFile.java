package tunebench.track;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.zip.CRC32C;

/**
 * TensorBoard's event file: TFRecord frames (length, its masked CRC-32C, content, its masked
 * CRC-32C) around messages of TensorFlow's {@code event.proto} and {@code summary.proto}.
 */
final class EventFile implements AutoCloseable {
  private static final int MASK = 0xA282EAD8;
  private static final int STRINGS = 7;

  private final OutputStream out;

  EventFile(Path file, Instant began) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    this.out = new BufferedOutputStream(Files.newOutputStream(file));
    frame(new Proto().float64(1, seconds(began)).text(3, "brain.Event:2"));
  }

  private static double seconds(Instant at) {
    return at.toEpochMilli() / 1e3;
  }

  void scalar(Instant at, long step, String tag, double value) throws IOException {
    event(at, step, new Proto().text(1, tag).float32(2, (float) value));
  }

  void picture(Instant at, long step, String tag, byte[] png, int width, int height)
      throws IOException {
    Proto image = new Proto().integer(1, height).integer(2, width).integer(3, 3).bytes(4, png);
    event(at, step, new Proto().text(1, tag).message(4, image));
  }

  /** Text in Markdown, for the page of texts. */
  void text(Instant at, long step, String tag, String markdown) throws IOException {
    Proto tensor =
        new Proto()
            .integer(1, STRINGS)
            .message(2, new Proto().message(2, new Proto().integer(1, 1)))
            .text(8, markdown);
    Proto plugin = new Proto().message(1, new Proto().text(1, "text"));
    event(at, step, new Proto().text(1, tag).message(8, tensor).message(9, plugin));
  }

  private void event(Instant at, long step, Proto value) throws IOException {
    frame(
        new Proto()
            .float64(1, seconds(at))
            .integer(2, step)
            .message(5, new Proto().message(1, value)));
  }

  private void frame(Proto event) throws IOException {
    byte[] content = event.toBytes();
    byte[] length =
        ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(content.length).array();
    out.write(length);
    out.write(masked(length));
    out.write(content);
    out.write(masked(content));
  }

  private static byte[] masked(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, bytes.length);
    int value = Integer.rotateRight((int) crc.getValue(), 15) + MASK;
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }

  void flush() throws IOException {
    out.flush();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
