package tunebench.service.work;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tunebench.BadInputException;
import tunebench.format.AtomicFile;
import tunebench.lora.Adapter;
import tunebench.lora.AdapterFolder;
import tunebench.protocol.Wire;
import tunebench.train.AdamW;

/**
 * A run's checkpoints on disk. Each is a folder in PEFT's form with the optimizer's moments beside
 * it. Order, dropout and learning rate follow from the seed and the step, so the step is all that
 * is kept of them. A folder gets its name once it is whole, and names the hash of each of its
 * files, so a damaged one is noticed.
 */
final class Checkpoints {
  private static final String STATE = "state.json";
  private static final String OPTIMIZER = "optimizer.safetensors";
  private static final String PREFIX = "step-";

  private final Path folder;

  Checkpoints(Path run) {
    this.folder = run.resolve("checkpoints");
  }

  /** What a checkpoint says of itself. */
  private record State(int step, Map<String, String> files) {}

  /** A checkpoint that is whole. */
  record Saved(int step, Path folder) {
    Path optimizer() {
      return folder.resolve(OPTIMIZER);
    }
  }

  /** Saves the state after {@code step} updates. */
  Saved save(int step, Adapter adapter, String baseModel, AdamW optimizer) throws IOException {
    Path aside = folder.resolve("writing");
    delete(aside);
    Files.createDirectories(aside);
    AdapterFolder.write(aside, adapter, baseModel);
    optimizer.save(aside.resolve(OPTIMIZER));
    Map<String, String> hashes = new TreeMap<>();
    try (Stream<Path> files = Files.list(aside)) {
      for (Path file : files.toList()) {
        hashes.put(String.valueOf(file.getFileName()), Hashes.of(Files.readAllBytes(file)));
      }
    }
    AtomicFile.write(aside.resolve(STATE), Wire.bytes(State.class, new State(step, hashes)));
    Path place = folder.resolve(PREFIX + "%08d".formatted(step));
    move(aside, place);
    return new Saved(step, place);
  }

  private static void move(Path aside, Path place) throws IOException {
    // One of the same step can only be left from before a falling back: this one is as good.
    delete(place);
    try {
      Files.move(aside, place, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException e) {
      throw new IOException(place + " was made by another process", e);
    }
  }

  /**
   * The newest checkpoint that is whole.
   *
   * @param remark told, in a sentence, of each that is not
   */
  Optional<Saved> newest(Consumer<String> remark) throws IOException {
    for (Path place : all().reversed()) {
      Optional<String> fault = fault(place);
      if (fault.isEmpty()) {
        return Optional.of(new Saved(step(place), place));
      }
      remark.accept(
          "Checkpoint %s is damaged (%s); the one before it is used."
              .formatted(place.getFileName(), fault.get()));
    }
    return Optional.empty();
  }

  /** All that have their name, oldest first. */
  private List<Path> all() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> places = Files.list(folder)) {
      return places.filter(p -> p.getFileName().toString().startsWith(PREFIX)).sorted().toList();
    }
  }

  private static int step(Path place) {
    return Integer.parseInt(place.getFileName().toString().substring(PREFIX.length()));
  }

  private static Optional<String> fault(Path place) {
    try {
      State state = Wire.read(State.class, Files.readAllBytes(place.resolve(STATE)));
      for (Map.Entry<String, String> file : state.files().entrySet()) {
        byte[] content = Files.readAllBytes(place.resolve(file.getKey()));
        if (!Hashes.of(content).equals(file.getValue())) {
          return Optional.of(file.getKey() + " is not what was written");
        }
      }
      return Optional.empty();
    } catch (IOException | BadInputException e) {
      return Optional.of(e.getClass().getSimpleName() + ": " + e.getMessage());
    }
  }

  /** Removes all but the {@code keep} newest and those of the given steps. */
  void prune(int keep, List<Integer> spare) throws IOException {
    List<Path> places = all();
    for (Path place : places.subList(0, Math.max(0, places.size() - Math.max(1, keep)))) {
      if (!spare.contains(step(place))) {
        delete(place);
      }
    }
  }

  /** The steps that are on disk. */
  List<Integer> steps() throws IOException {
    return all().stream().map(Checkpoints::step).toList();
  }

  /** Removes a folder with all that is in it. */
  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      files
          .sorted(Comparator.reverseOrder())
          .forEach(
              file -> {
                try {
                  Files.delete(file);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
