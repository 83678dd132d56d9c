package tunebench.format;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A safetensors file, mapped: opening reads the header alone, and a tensor's bytes are paged in as
 * they are used. Safe for use by several threads until it is closed.
 */
public final class SafetensorsFile implements TensorSource {
  private final Complaint bad;
  private final MemorySegment file;
  private final SafetensorsHeader header;
  private final @Nullable Arena arena;

  private SafetensorsFile(Complaint bad, MemorySegment file, @Nullable Arena arena) {
    this.bad = bad;
    this.file = file.asReadOnly();
    this.header = SafetensorsHeader.read(this.file, bad);
    this.arena = arena;
  }

  /**
   * Opens a file and checks its whole header.
   *
   * @throws tunebench.BadInputException if it is missing, cut off, or not what the format allows
   */
  public static SafetensorsFile open(Path path) {
    MappedFile mapped = MappedFile.open(path);
    try {
      return new SafetensorsFile(new Complaint(path.toString()), mapped.bytes(), mapped.arena());
    } catch (RuntimeException e) {
      mapped.close();
      throw e;
    }
  }

  /** A file that already is in memory, called {@code name} in complaints; its owner frees it. */
  public static SafetensorsFile of(MemorySegment bytes, String name) {
    return new SafetensorsFile(new Complaint(name), bytes, null);
  }

  @Override
  public Set<String> names() {
    return header.tensors().keySet();
  }

  /** The free text that the writer left, for example {@code format -> pt}. */
  public Map<String, String> metadata() {
    return header.metadata();
  }

  @Override
  public TensorInfo info(String name) {
    TensorInfo info = header.tensors().get(name);
    if (info == null) {
      throw bad.because("it has no tensor " + Complaint.quoted(name));
    }
    return info;
  }

  @Override
  public String file(String name) {
    return bad.file();
  }

  @Override
  public MemorySegment bytes(String name) {
    TensorInfo info = info(name);
    return file.asSlice(info.offset(), info.length());
  }

  /** The bytes of a tensor below 2 GiB, little-endian as they are stored; valid while open. */
  public ByteBuffer buffer(String name) {
    return bytes(name).asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public void close() {
    if (arena != null) {
      arena.close();
    }
  }
}
