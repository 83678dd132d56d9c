package tunebench.hub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import tunebench.BadInputException;

/** A secret in a file that its owner alone may read, from its first byte on. */
public final class SecretFile {
  private static final Set<PosixFilePermission> OWNER =
      PosixFilePermissions.fromString("rw-------");

  private SecretFile() {}

  /** What the file holds, if it is there. */
  public static Optional<String> read(Path file) {
    try {
      return Optional.of(Files.readString(file).strip()).filter(text -> !text.isEmpty());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new BadInputException("%s cannot be read; check its rights.".formatted(file), e);
    }
  }

  /** Writes or replaces the file. */
  public static void write(Path file, String secret) {
    Path place = file.toAbsolutePath();
    try {
      Files.createDirectories(place.getParent());
      Path aside = Files.createTempFile(place.getParent(), ".secret", "", rights(place));
      Files.writeString(aside, secret);
      Files.move(aside, place, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new BadInputException(
          "%s cannot be written (%s)."
              .formatted(file, String.valueOf(e.getMessage()).replace(secret, "***")),
          e);
    }
  }

  private static FileAttribute<?>[] rights(Path file) {
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    // Elsewhere a person's folders are closed to others by themselves.
    return posix
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER)}
        : new FileAttribute<?>[0];
  }

  /** Removes the file. */
  public static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
