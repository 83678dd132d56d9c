package tunebench.format;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tunebench.BadInputException;

/** Finds the GGUF file that a person means by a model's path. */
public final class GgufPath {
  private GgufPath() {}

  /**
   * The path itself if it is a {@code .gguf} file, or the only one of a folder that holds no
   * safetensors; empty if the path is no GGUF model at all.
   *
   * @throws BadInputException if the folder holds several
   */
  public static Optional<Path> find(Path path) {
    if (Files.isRegularFile(path)) {
      return endsWith(path, ".gguf") ? Optional.of(path) : Optional.empty();
    }
    if (!Files.isDirectory(path)) {
      return Optional.empty();
    }
    List<Path> files = files(path);
    List<Path> found = files.stream().filter(f -> endsWith(f, ".gguf")).toList();
    if (files.stream().anyMatch(f -> endsWith(f, ".safetensors")) || found.isEmpty()) {
      return Optional.empty();
    }
    if (found.size() > 1) {
      String names =
          found.stream()
              .map(f -> Complaint.plain(f.getFileName().toString()))
              .collect(Collectors.joining(", "));
      throw new BadInputException(
          "%s holds %d GGUF files (%s); give the path of one of them."
              .formatted(path, found.size(), names));
    }
    return Optional.of(found.getFirst());
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new Complaint(folder.toString()).because("it is no folder that can be listed", e);
    }
  }

  private static boolean endsWith(Path file, String suffix) {
    return file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(suffix);
  }
}
