package tunebench.protocol;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * Where a service listens and how to be let in: the file {@code service.json} in its home folder.
 *
 * @param address such as {@code http://127.0.0.1:41234}
 * @param token random, new at each start
 * @param processId of the service
 */
public record Endpoint(String address, String token, long processId) {
  private static final String FILE = "service.json";

  /** The file of a home folder. */
  public static Path file(Path home) {
    return home.resolve(FILE);
  }

  /** What the file of a home folder says, if it is there. */
  public static Optional<Endpoint> read(Path home) throws IOException {
    try {
      return Optional.of(Wire.read(Endpoint.class, Files.readAllBytes(file(home))));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Writes the file so that at no moment anyone but this user can read it. */
  public void write(Path home) throws IOException {
    Path aside = home.resolve(FILE + ".tmp");
    Files.deleteIfExists(aside);
    if (home.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createFile(
          aside,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } else {
      // Windows: the home folder lies in the user's profile, whose access list files inherit.
      Files.createFile(aside);
    }
    Files.write(aside, Wire.write(this).getBytes(StandardCharsets.UTF_8));
    Files.move(
        aside, file(home), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
