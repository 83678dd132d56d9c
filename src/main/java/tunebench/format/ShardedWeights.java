package tunebench.format;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * All weights of a model folder as one source: {@code model.safetensors}; or the shards that {@code
 * model.safetensors.index.json} names; or the only {@code *.safetensors} of the folder.
 */
public final class ShardedWeights implements TensorSource {
  private static final String SINGLE = "model.safetensors";
  private static final String INDEX = "model.safetensors.index.json";

  private final Path folder;
  private final Map<Path, SafetensorsFile> shards = new LinkedHashMap<>();
  private final Map<String, SafetensorsFile> holders = new LinkedHashMap<>();

  private ShardedWeights(Path folder) {
    this.folder = folder;
  }

  /**
   * Opens every shard and checks all headers.
   *
   * @throws tunebench.BadInputException if the folder has no weights, a shard is missing or
   *     damaged, the index names a tensor that its shard lacks, or two shards hold the same tensor
   */
  public static ShardedWeights open(Path folder) {
    ShardedWeights weights = new ShardedWeights(folder);
    try {
      if (Files.exists(folder.resolve(SINGLE)) || !Files.exists(folder.resolve(INDEX))) {
        weights.add(only(folder));
      } else {
        weights.addAll(ShardIndex.read(folder.resolve(INDEX)));
      }
      return weights;
    } catch (RuntimeException e) {
      weights.close();
      throw e;
    }
  }

  private static Path only(Path folder) {
    if (Files.exists(folder.resolve(SINGLE))) {
      return folder.resolve(SINGLE);
    }
    Complaint bad = new Complaint(folder.toString());
    try (Stream<Path> files = Files.list(folder)) {
      List<String> names = files.map(f -> f.getFileName().toString()).sorted().toList();
      List<String> found = names.stream().filter(n -> n.endsWith(".safetensors")).toList();
      if (found.size() == 1) {
        return folder.resolve(found.getFirst());
      }
      Optional<String> pickle = names.stream().filter(ShardedWeights::isPickle).findFirst();
      throw bad.because(
          pickle.isPresent()
              ? "its weights are in %s, a pickle, which can run code and is never opened (take or make the model's safetensors)"
                  .formatted(Complaint.plain(pickle.get()))
              : "it has %d safetensors files, but no %s and no %s"
                  .formatted(found.size(), SINGLE, INDEX));
    } catch (IOException e) {
      throw bad.because("it is no folder that can be listed", e);
    }
  }

  /** PyTorch's own files: zip archives of Python objects. */
  private static boolean isPickle(String name) {
    return name.endsWith(".bin") || name.endsWith(".pt") || name.endsWith(".pth");
  }

  private void addAll(ShardIndex index) {
    for (String shard : new TreeSet<>(index.shards().values())) {
      Path file = folder.resolve(shard);
      if (!Files.exists(file)) {
        throw new Complaint(folder.resolve(INDEX).toString())
            .because("it names the shard " + Complaint.quoted(shard) + ", which is missing");
      }
      add(file);
    }
    index.shards().forEach((tensor, shard) -> checkHeldBy(tensor, folder.resolve(shard)));
  }

  private void add(Path file) {
    SafetensorsFile shard = SafetensorsFile.open(file);
    shards.put(file, shard);
    for (String name : shard.names()) {
      if (holders.putIfAbsent(name, shard) != null) {
        throw new Complaint(file.toString())
            .tensor(name, "is also in another shard of the same folder");
      }
    }
  }

  private void checkHeldBy(String tensor, Path file) {
    SafetensorsFile shard = shards.get(file);
    if (shard == null || !shard.names().contains(tensor)) {
      throw new Complaint(folder.resolve(INDEX).toString())
          .tensor(tensor, "is said to be in " + file.getFileName() + ", but is not there");
    }
  }

  @Override
  public Set<String> names() {
    return Collections.unmodifiableSet(holders.keySet());
  }

  @Override
  public TensorInfo info(String name) {
    return holder(name).info(name);
  }

  @Override
  public String file(String name) {
    return holder(name).file(name);
  }

  @Override
  public MemorySegment bytes(String name) {
    return holder(name).bytes(name);
  }

  private SafetensorsFile holder(String name) {
    SafetensorsFile holder = holders.get(name);
    if (holder == null) {
      throw new Complaint(folder.toString())
          .because("its weights have no tensor " + Complaint.quoted(name));
    }
    return holder;
  }

  @Override
  public void close() {
    shards.values().forEach(SafetensorsFile::close);
  }
}
