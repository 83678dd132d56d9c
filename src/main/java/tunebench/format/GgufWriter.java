package tunebench.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a GGUF file, version 3, as its tensors come, encoding them on the way: metadata, names,
 * types and shapes first, then each tensor's weights in one piece or several. Writes F32, F16,
 * BF16, Q8_0 and Q4_0. The file appears under its name only when {@link #finish} was reached.
 */
public final class GgufWriter implements AutoCloseable {
  private static final int VERSION = 3;
  private static final int ALIGNMENT = GgufHeader.DEFAULT_ALIGNMENT;

  private final NewFile file;
  private final Map<String, GgufSpec> specs = new LinkedHashMap<>();
  private final Map<String, Long> places = new HashMap<>();
  private final Map<String, Long> written = new HashMap<>();

  private GgufWriter(NewFile file) {
    this.file = file;
  }

  /**
   * Begins a file.
   *
   * @param metadata text, numbers, booleans and lists of those, in the order in which they shall
   *     stand
   * @throws IllegalArgumentException if a tensor is declared twice, or a value has no type in GGUF
   */
  public static GgufWriter create(Path path, Map<String, Object> metadata, List<GgufSpec> tensors)
      throws IOException {
    GgufOutput header = new GgufOutput();
    header.int32(GgufHeader.MAGIC).int32(VERSION).int64(tensors.size()).int64(metadata.size());
    metadata.forEach((key, value) -> header.string(key).typed(value));
    Map<String, Long> offsets = new HashMap<>();
    long offset = 0;
    for (GgufSpec spec : tensors) {
      header.string(spec.name()).int32(spec.shape().size());
      spec.shape().reversed().forEach(header::int64);
      header.int32(spec.type().number()).int64(offset);
      if (offsets.put(spec.name(), offset) != null) {
        throw new IllegalArgumentException("tensor " + spec.name() + " twice");
      }
      offset = aligned(offset + spec.length());
    }
    byte[] front = header.bytes();
    long dataStart = aligned(front.length);
    GgufWriter writer = new GgufWriter(NewFile.create(path));
    for (GgufSpec spec : tensors) {
      writer.specs.put(spec.name(), spec);
      writer.places.put(spec.name(), dataStart + offsets.getOrDefault(spec.name(), 0L));
    }
    try {
      writer.file.write(ByteBuffer.wrap(front), 0);
      writer.pad(dataStart + offset);
    } catch (IOException e) {
      writer.close();
      throw e;
    }
    return writer;
  }

  /** The file has its full length from the start; what is not written is zero. */
  private void pad(long length) throws IOException {
    if (length > 0) {
      file.write(ByteBuffer.allocate(1), length - 1);
    }
  }

  /**
   * Encodes and writes the next weights of a tensor, whole blocks of them.
   *
   * @throws IllegalArgumentException if the tensor was not declared, is full, or cannot be written
   *     in its type
   */
  public void write(String name, float[] weights) throws IOException {
    GgufSpec spec = specs.get(name);
    if (spec == null) {
      throw new IllegalArgumentException("tensor " + name + " was not declared");
    }
    byte[] bytes = GgufBlocks.encode(spec.type(), weights);
    long done = written.getOrDefault(name, 0L);
    if (bytes.length > spec.length() - done) {
      throw new IllegalArgumentException("tensor " + name + " has no room for that much");
    }
    written.put(name, done + bytes.length);
    file.write(ByteBuffer.wrap(bytes), places.getOrDefault(name, 0L) + done);
  }

  /**
   * Gives the complete file its name.
   *
   * @throws IllegalStateException if a tensor has not all its weights
   */
  public void finish() throws IOException {
    for (GgufSpec spec : specs.values()) {
      if (written.getOrDefault(spec.name(), 0L) != spec.length()) {
        throw new IllegalStateException("tensor " + spec.name() + " is not complete");
      }
    }
    file.finish();
  }

  /** Lets go; a file that was not finished is removed. */
  @Override
  public void close() throws IOException {
    file.close();
  }

  private static long aligned(long offset) {
    return (offset + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }
}
