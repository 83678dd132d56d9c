package tunebench.format;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes a model's weights as the Hub lays them out: {@code model.safetensors}, or shards of a
 * limited size with {@code model.safetensors.index.json}. All shards are open at once and none is
 * held in memory, so tensors may come in any order.
 */
public final class ShardedWriter implements AutoCloseable {
  private final Path folder;
  private final Map<String, SafetensorsWriter> shards = new TreeMap<>();
  private final Map<String, String> holders = new TreeMap<>();
  private final Map<String, SafetensorsWriter> writers = new HashMap<>();
  private final long bytes;
  private final long parameters;
  private long written;

  private ShardedWriter(Path folder, Collection<TensorSpec> tensors) {
    this.folder = folder;
    this.bytes = tensors.stream().mapToLong(TensorSpec::length).sum();
    this.parameters = tensors.stream().mapToLong(t -> t.length() / t.dtype().bytes()).sum();
  }

  /**
   * Begins the files.
   *
   * @param tensors in the order in which they fill the shards
   * @param limit most bytes of a shard's tensors; a larger tensor has a shard of its own
   */
  public static ShardedWriter create(Path folder, Collection<TensorSpec> tensors, long limit)
      throws IOException {
    List<List<TensorSpec>> parts = split(tensors, limit);
    ShardedWriter writer = new ShardedWriter(folder, tensors);
    try {
      for (int i = 0; i < parts.size(); i++) {
        writer.add(
            parts.size() == 1
                ? "model.safetensors"
                : String.format(Locale.ROOT, "model-%05d-of-%05d.safetensors", i + 1, parts.size()),
            parts.get(i));
      }
      return writer;
    } catch (IOException | RuntimeException e) {
      writer.close();
      throw e;
    }
  }

  private static List<List<TensorSpec>> split(Collection<TensorSpec> tensors, long limit) {
    List<List<TensorSpec>> parts = new ArrayList<>();
    long filled = 0;
    for (TensorSpec tensor : tensors) {
      if (parts.isEmpty() || filled + tensor.length() > limit) {
        parts.add(new ArrayList<>());
        filled = 0;
      }
      parts.getLast().add(tensor);
      filled += tensor.length();
    }
    return parts;
  }

  private void add(String name, List<TensorSpec> tensors) throws IOException {
    SafetensorsWriter shard = SafetensorsWriter.create(folder.resolve(name), tensors);
    shards.put(name, shard);
    for (TensorSpec tensor : tensors) {
      holders.put(tensor.name(), name);
      writers.put(tensor.name(), shard);
    }
  }

  /** Files that hold tensors. */
  public int files() {
    return shards.size();
  }

  /** Bytes of all tensors. */
  public long bytes() {
    return bytes;
  }

  /** Writes the next bytes of a tensor, as {@link SafetensorsWriter#write(String, ByteBuffer)}. */
  public void write(String tensor, ByteBuffer bytes) throws IOException {
    long more = bytes.remaining();
    holder(tensor).write(tensor, bytes);
    written += more;
  }

  /** The same from memory of any size. */
  public void write(String tensor, MemorySegment bytes) throws IOException {
    holder(tensor).write(tensor, bytes);
    written += bytes.byteSize();
  }

  private SafetensorsWriter holder(String tensor) {
    SafetensorsWriter shard = writers.get(tensor);
    if (shard == null) {
      throw new IllegalArgumentException("tensor " + tensor + " was not declared");
    }
    return shard;
  }

  /**
   * Gives the complete files their names, the index last.
   *
   * @throws IllegalStateException if a tensor has not all its bytes
   */
  public void finish() throws IOException {
    // No tensor takes more than its own bytes, so the sum is full only when each is.
    if (written != bytes) {
      throw new IllegalStateException("%d of %d bytes are written".formatted(written, bytes));
    }
    for (SafetensorsWriter shard : shards.values()) {
      shard.finish();
    }
    if (shards.size() > 1) {
      JsonMapper json = JsonMapper.shared();
      ObjectNode index = json.createObjectNode();
      index.putObject("metadata").put("total_parameters", parameters).put("total_size", bytes);
      ObjectNode map = index.putObject("weight_map");
      holders.forEach(map::put);
      AtomicFile.write(
          folder.resolve("model.safetensors.index.json"),
          json.writerWithDefaultPrettyPrinter().writeValueAsBytes(index));
    }
  }

  /** Lets go; files that were not finished are removed. */
  @Override
  public void close() throws IOException {
    for (SafetensorsWriter shard : shards.values()) {
      shard.close();
    }
  }
}
