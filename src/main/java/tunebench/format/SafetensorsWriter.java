package tunebench.format;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Writes a safetensors file as its tensors come, holding none: all names, types and shapes are
 * declared first, then bytes follow in any order of tensors, each tensor in one piece or several.
 * The file appears under its name only when {@link #finish} was reached; until then it is {@code
 * NAME.tmp}.
 */
public final class SafetensorsWriter implements AutoCloseable {
  /** What PyTorch's loaders expect to find. */
  public static final Map<String, String> PYTORCH = Map.of("format", "pt");

  private final NewFile file;
  private final SafetensorsLayout layout;
  private final Map<String, Long> written = new HashMap<>();

  private SafetensorsWriter(NewFile file, SafetensorsLayout layout) {
    this.file = file;
    this.layout = layout;
  }

  /** Begins a file with the metadata {@code format = pt}. */
  public static SafetensorsWriter create(Path path, Collection<TensorSpec> tensors)
      throws IOException {
    return create(path, tensors, PYTORCH);
  }

  /**
   * Begins a file.
   *
   * @throws IllegalArgumentException if a tensor is declared twice
   */
  public static SafetensorsWriter create(
      Path path, Collection<TensorSpec> tensors, Map<String, String> metadata) throws IOException {
    SafetensorsLayout layout = SafetensorsLayout.of(tensors, metadata);
    NewFile file = NewFile.create(path);
    try {
      file.write(layout.prefix().duplicate(), 0);
    } catch (IOException e) {
      file.close();
      throw e;
    }
    return new SafetensorsWriter(file, layout);
  }

  /**
   * Writes the next bytes of a tensor, little-endian; the buffer is used up.
   *
   * @throws IllegalArgumentException if the tensor was not declared or is full
   */
  public void write(String name, ByteBuffer bytes) throws IOException {
    TensorInfo info = layout.tensors().get(name);
    long done = written.getOrDefault(name, 0L);
    if (info == null || bytes.remaining() > info.length() - done) {
      throw new IllegalArgumentException(
          "tensor " + name + (info == null ? " was not declared" : " has no room for that much"));
    }
    written.put(name, done + bytes.remaining());
    file.write(bytes, info.offset() + done);
  }

  /** The same from memory of any size. */
  public void write(String name, MemorySegment bytes) throws IOException {
    long step = 1L << 30;
    for (long at = 0; at < bytes.byteSize(); at += step) {
      write(name, bytes.asSlice(at, Math.min(step, bytes.byteSize() - at)).asByteBuffer());
    }
  }

  /**
   * Gives the complete file its name.
   *
   * @throws IllegalStateException if a tensor has not all its bytes
   */
  public void finish() throws IOException {
    for (TensorInfo info : layout.tensors().values()) {
      if (written.getOrDefault(info.name(), 0L) != info.length()) {
        throw new IllegalStateException("tensor " + info.name() + " is not complete");
      }
    }
    file.finish();
  }

  /** Lets go; a file that was not finished is removed. */
  @Override
  public void close() throws IOException {
    file.close();
  }
}
