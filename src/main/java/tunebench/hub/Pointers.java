package tunebench.hub;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;

/** Puts blobs into snapshots: as relative links, as copies where the system makes no links. */
final class Pointers {
  /** How a link is made; may throw as {@link Files#createSymbolicLink} does. */
  @FunctionalInterface
  interface Linker {
    void link(Path place, Path target) throws IOException;
  }

  private final Linker linker;

  Pointers() {
    this(Files::createSymbolicLink);
  }

  Pointers(Linker linker) {
    this.linker = linker;
  }

  /** Makes {@code place} show the blob. */
  void point(Path place, Path blob) throws IOException {
    if (Files.exists(place)) {
      return;
    }
    Path folder = Objects.requireNonNull(place.getParent(), "a file of a snapshot");
    Files.createDirectories(folder);
    // A link whose blob was removed is in the way.
    Files.deleteIfExists(place);
    try {
      linker.link(place, folder.relativize(blob));
    } catch (FileAlreadyExistsException e) {
      // Another download made the same one.
      return;
    } catch (UnsupportedOperationException | FileSystemException e) {
      // Windows asks for a right that people rarely have.
      Path aside = Files.createTempFile(folder, ".copying", "");
      Files.copy(blob, aside, StandardCopyOption.REPLACE_EXISTING);
      Files.move(aside, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
