package tunebench.format;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A GGUF file, mapped: opening reads and checks metadata and tensor infos; a tensor's bytes are
 * paged in as they are used. Safe for use by several threads until it is closed.
 */
public final class GgufFile implements AutoCloseable {
  private final Complaint bad;
  private final MemorySegment file;
  private final GgufHeader header;
  private final @Nullable Arena arena;

  private GgufFile(Complaint bad, MemorySegment file, @Nullable Arena arena) {
    this.bad = bad;
    this.file = file.asReadOnly();
    this.header = GgufHeader.read(this.file, bad);
    this.arena = arena;
  }

  /**
   * Opens a file.
   *
   * @throws tunebench.BadInputException if it is missing, cut off, not what the format allows, or
   *     has a tensor of a type that is not read here
   */
  public static GgufFile open(Path path) {
    MappedFile mapped = MappedFile.open(path);
    try {
      return new GgufFile(new Complaint(path.toString()), mapped.bytes(), mapped.arena());
    } catch (RuntimeException e) {
      mapped.close();
      throw e;
    }
  }

  /** A file that already is in memory, called {@code name} in complaints; its owner frees it. */
  public static GgufFile of(MemorySegment bytes, String name) {
    return new GgufFile(new Complaint(name), bytes, null);
  }

  /** The format's version, 2 or 3. */
  public int version() {
    return header.version();
  }

  public GgufMetadata metadata() {
    return header.metadata();
  }

  /** All tensors by name, in the order of their bytes. */
  public Map<String, GgufTensor> tensors() {
    return header.tensors();
  }

  /**
   * A tensor by the file's own name for it.
   *
   * @throws tunebench.BadInputException if there is none
   */
  public GgufTensor tensor(String name) {
    GgufTensor tensor = header.tensors().get(name);
    if (tensor == null) {
      throw bad.because("it has no tensor " + Complaint.quoted(name));
    }
    return tensor;
  }

  /** All bytes of a tensor, read-only. */
  public MemorySegment bytes(GgufTensor tensor) {
    return file.asSlice(tensor.offset(), tensor.length());
  }

  /** Bytes of some rows of a tensor, read-only. */
  public MemorySegment bytes(GgufTensor tensor, long fromRow, long rows) {
    return bytes(tensor).asSlice(fromRow * tensor.rowLength(), rows * tensor.rowLength());
  }

  Complaint complaint() {
    return bad;
  }

  @Override
  public void close() {
    if (arena != null) {
      arena.close();
    }
  }
}
