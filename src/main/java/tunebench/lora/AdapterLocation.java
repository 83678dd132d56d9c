package tunebench.lora;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tunebench.BadInputException;

/**
 * Finds the adapter in a folder that a person gives: the folder itself, a repository of the Hub's
 * download cache with its revisions, or a folder around a single adapter.
 */
final class AdapterLocation {
  static final String CONFIG = "adapter_config.json";
  static final String WEIGHTS = "adapter_model.safetensors";
  private static final String PICKLE = "adapter_model.bin";

  private AdapterLocation() {}

  /**
   * The folder that holds an adapter's two files.
   *
   * @throws BadInputException if there is none, if there are several, or if its weights are only
   *     there as a pickle
   */
  static Path find(Path given) {
    Path folder = holdsAdapter(given) ? given : inside(given);
    if (!Files.isRegularFile(folder.resolve(WEIGHTS))) {
      throw new BadInputException(
          Files.exists(folder.resolve(PICKLE))
              ? "%s holds its weights as %s, a pickle, which can run code when it is read, so Tunebench never does; save the adapter again with PEFT's save_pretrained, which writes %s."
                  .formatted(folder, PICKLE, WEIGHTS)
              : "%s holds no %s; take the whole adapter folder.".formatted(folder, WEIGHTS));
    }
    return folder;
  }

  private static boolean holdsAdapter(Path folder) {
    return Stream.of(CONFIG, WEIGHTS, PICKLE)
        .anyMatch(name -> Files.isRegularFile(folder.resolve(name)));
  }

  private static Path inside(Path given) {
    Path snapshots = given.resolve("snapshots");
    List<Path> found = Files.isDirectory(snapshots) ? revisions(given, snapshots) : adapters(given);
    if (found.size() != 1) {
      throw new BadInputException(
          found.isEmpty()
              ? "%s holds no %s; give an adapter folder as PEFT or Tunebench writes it."
                  .formatted(given, CONFIG)
              : "%s holds several adapters; give one of %s."
                  .formatted(
                      given, String.join(", ", found.stream().map(Path::toString).toList())));
    }
    return found.getFirst();
  }

  /** The revision that the branch main points to, else all that are there. */
  private static List<Path> revisions(Path given, Path snapshots) {
    List<Path> all = adapters(snapshots);
    Path main = given.resolve("refs").resolve("main");
    try {
      if (Files.isRegularFile(main) && Files.size(main) < 200) {
        String revision = Files.readString(main).strip();
        List<Path> current =
            all.stream().filter(path -> path.getFileName().toString().equals(revision)).toList();
        return current.isEmpty() ? all : current;
      }
      return all;
    } catch (IOException e) {
      throw new BadInputException(main + " cannot be read; give the revision's own folder.", e);
    }
  }

  private static List<Path> adapters(Path parent) {
    if (!Files.isDirectory(parent)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(parent)) {
      return new ArrayList<>(children.filter(AdapterLocation::holdsAdapter).sorted().toList());
    } catch (IOException e) {
      throw new BadInputException(parent + " is no folder that can be listed.", e);
    }
  }
}
