package tunebench.service;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import tunebench.BadInputException;

/**
 * The folder that holds all that the service keeps. One process at a time has it: the lock goes
 * with the process, however that ends.
 */
public final class Home implements AutoCloseable {
  private final Path folder;
  private final FileChannel channel;
  private final FileLock lock;

  private Home(Path folder, FileChannel channel, FileLock lock) {
    this.folder = folder;
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * The folder that is meant: the one given, else {@code TUNEBENCH_HOME}, else the person's own.
   */
  public static Path find(@Nullable Path given) {
    if (given != null) {
      return given.toAbsolutePath().normalize();
    }
    String variable = System.getenv("TUNEBENCH_HOME");
    return variable == null || variable.isBlank()
        ? Path.of(System.getProperty("user.home"), ".tunebench")
        : Path.of(variable).toAbsolutePath().normalize();
  }

  /**
   * Makes the folder if need be and takes it.
   *
   * @throws BadInputException if it cannot be written, or another service has it
   */
  public static Home take(Path folder) {
    try {
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(
              folder.resolve("service.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = tryLock(channel);
      if (lock == null) {
        channel.close();
        throw new BadInputException(
            "Another service works with %s; stop it or give another --home.".formatted(folder));
      }
      return new Home(folder, channel, lock);
    } catch (IOException e) {
      throw new BadInputException(
          "%s cannot be written (%s); give a folder that you may write with --home."
              .formatted(folder, e.getClass().getSimpleName()),
          e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // This very process has it already.
      return null;
    }
  }

  public Path folder() {
    return folder;
  }

  /** The database of runs. */
  public Path database() {
    return folder.resolve("runs.db");
  }

  /** Where a run's files are. */
  public Path run(String id) {
    return folder.resolve("runs").resolve(id);
  }

  /** Where datasets are described. */
  public Path datasets() {
    return folder.resolve("datasets");
  }

  /** Where imported adapters are. */
  public Path adapters() {
    return folder.resolve("adapters");
  }

  @Override
  public void close() throws IOException {
    lock.close();
    channel.close();
  }
}
