package tunebench.hub;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes one download of a blob wait for another, in this process or in another of ours. Python's
 * locks are of a kind that Java cannot see on Linux; should both fetch the same blob at once, the
 * hash tells what came of it.
 */
final class BlobLock implements AutoCloseable {
  private static final long LOOK_MILLIS = 50;

  private final FileChannel channel;
  private final FileLock lock;

  private BlobLock(FileChannel channel, FileLock lock) {
    this.channel = channel;
    this.lock = lock;
  }

  /** Takes the lock; null if the person stopped it first. */
  static @Nullable BlobLock take(Path file, BooleanSupplier stopped)
      throws IOException, InterruptedException {
    Files.createDirectories(file.getParent());
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    while (!stopped.getAsBoolean()) {
      FileLock lock = attempt(channel);
      if (lock != null) {
        return new BlobLock(channel, lock);
      }
      Thread.sleep(LOOK_MILLIS);
    }
    channel.close();
    return null;
  }

  private static @Nullable FileLock attempt(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // Another thread of this process has it.
      return null;
    }
  }

  @Override
  public void close() throws IOException {
    lock.close();
    channel.close();
  }
}
