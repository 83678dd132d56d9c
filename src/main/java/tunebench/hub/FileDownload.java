package tunebench.hub;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import tunebench.RemoteException;

/**
 * Brings one file into the cache: goes on where an earlier try stopped, and takes nothing whose
 * hash is wrong.
 *
 * @param arrived counts the bytes that are here; what is thrown away is taken off again
 */
record FileDownload(
    Hub hub, HubCache cache, Repo repo, HubFile file, AtomicLong arrived, BooleanSupplier stopped) {
  /** Cut connections in a row, with nothing gained, before it gives up. */
  private static final int CUTS = 5;

  /** Downloads from the start with a wrong hash before it gives up. */
  private static final int WRONG = 2;

  private static final int CHUNK = 1 << 18;

  /** Returns true when the blob is there, false if the person stopped it first. */
  boolean run() throws IOException, InterruptedException {
    Path blob = cache.blob(repo, file.etag());
    try (BlobLock lock = BlobLock.take(cache.lock(repo, file.etag()), stopped)) {
      if (lock == null) {
        return false;
      }
      Path part = cache.incomplete(repo, file.etag());
      if (Files.exists(blob)) {
        // Another download brought it while this one waited.
        arrived.addAndGet(file.size() - size(part));
        return true;
      }
      Files.createDirectories(part.getParent());
      for (int attempt = 1; !whole(part); attempt++) {
        if (stopped.getAsBoolean()) {
          return false;
        }
        if (attempt == WRONG) {
          throw new RemoteException(
              "%s of %s came twice with a content that does not have its hash; it was thrown away. Try again later, or check HF_ENDPOINT."
                  .formatted(file.path(), repo));
        }
      }
      if (size(part) < file.size()) {
        return false;
      }
      Files.move(part, blob, StandardCopyOption.ATOMIC_MOVE);
      return true;
    }
  }

  static long size(Path part) throws IOException {
    return Files.exists(part) ? Files.size(part) : 0;
  }

  /** Fetches what is missing; false if the hash was wrong. Stopping counts as whole. */
  private boolean whole(Path part) throws IOException, InterruptedException {
    BlobDigest digest = BlobDigest.of(file);
    if (size(part) > file.size()) {
      drop(part);
    }
    if (Files.exists(part)) {
      digest.add(part);
    }
    int cuts = 0;
    while (size(part) < file.size() || !Files.exists(part)) {
      if (stopped.getAsBoolean()) {
        return true;
      }
      long before = size(part);
      try (Hub.Content content = hub.open(repo, file, before)) {
        if (content.from() == 0 && before > 0) {
          drop(part);
          digest = BlobDigest.of(file);
        }
        append(content, part, digest);
        if (size(part) == before && size(part) < file.size() && !stopped.getAsBoolean()) {
          throw new EOFException("it ended early");
        }
      } catch (RemoteException e) {
        throw e;
      } catch (IOException e) {
        cuts = size(part) > before ? 0 : cuts + 1;
        if (cuts == CUTS) {
          throw new RemoteException(
              "The connection was cut again and again at byte %,d of %s (%s); download again to go on from there."
                  .formatted(size(part), file.path(), HubHttp.words(e)),
              e);
        }
      }
    }
    if (digest.hex().equals(file.etag())) {
      return true;
    }
    drop(part);
    return false;
  }

  private void append(Hub.Content content, Path part, BlobDigest digest) throws IOException {
    byte[] chunk = new byte[CHUNK];
    long have = size(part);
    try (OutputStream out =
        Files.newOutputStream(part, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      while (!stopped.getAsBoolean()) {
        int n = content.stream().read(chunk);
        if (n < 0) {
          return;
        }
        // One byte too many is kept, so that a file that is too long has a wrong hash.
        int taken = (int) Math.min(n, file.size() + 1 - have);
        out.write(chunk, 0, taken);
        digest.add(chunk, taken);
        have += taken;
        arrived.addAndGet(taken);
        if (have > file.size()) {
          return;
        }
      }
    }
  }

  private void drop(Path part) throws IOException {
    arrived.addAndGet(-size(part));
    Files.deleteIfExists(part);
  }
}
