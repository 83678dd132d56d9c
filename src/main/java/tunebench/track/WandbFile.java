package tunebench.track;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;

/**
 * A {@code .wandb} file: seven bytes that name the format, then records framed as in LevelDB's log
 * (blocks of 32 KiB; a record that does not fit is parted). W&B takes the plain CRC-32 where
 * LevelDB takes CRC-32C.
 */
final class WandbFile implements AutoCloseable {
  static final int BLOCK = 32_768;
  private static final int HEADER = 7;
  private static final int FULL = 1;
  private static final int FIRST = 2;
  private static final int MIDDLE = 3;
  private static final int LAST = 4;

  /** The low half of the CRC-32 of "Weights & Biases". */
  private static final short MAGIC = (short) 0xBEE1;

  private final OutputStream out;
  private int inBlock;

  WandbFile(Path file) throws IOException {
    this.out = new BufferedOutputStream(Files.newOutputStream(file));
    ByteBuffer head = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
    head.put(":W&B".getBytes(StandardCharsets.US_ASCII)).putShort(MAGIC).put((byte) 0);
    out.write(head.array());
    inBlock = HEADER;
  }

  void add(byte[] record) throws IOException {
    int from = 0;
    boolean first = true;
    do {
      if (BLOCK - inBlock < HEADER) {
        out.write(new byte[BLOCK - inBlock]);
        inBlock = 0;
      }
      int size = Math.min(record.length - from, BLOCK - inBlock - HEADER);
      boolean last = from + size == record.length;
      part(record, from, size, first ? (last ? FULL : FIRST) : (last ? LAST : MIDDLE));
      from += size;
      first = false;
    } while (from < record.length);
  }

  private void part(byte[] record, int from, int size, int type) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(type);
    crc.update(record, from, size);
    ByteBuffer head = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
    head.putInt((int) crc.getValue()).putShort((short) size).put((byte) type);
    out.write(head.array());
    out.write(record, from, size);
    inBlock = (inBlock + HEADER + size) % BLOCK;
  }

  void flush() throws IOException {
    out.flush();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
