package tunebench.service.libtorch;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import tunebench.BadInputException;

/**
 * Fetches a build of libtorch file by file into a folder beside its place, and moves that into
 * place when it is whole. Broken off anywhere, it goes on there the next time.
 */
public final class LibtorchFetch {
  /** Where DJL publishes libtorch for its bridge. */
  public static final String PUBLISHED = "https://publish.djl.ai/pytorch/2.7.1";

  /** About as many bytes are fetched for GPUs; what it is in truth is known once it is asked. */
  public static final long ABOUT_BYTES = 2_500_000_000L;

  /** Unpacked it is about twice as large, and for a while both are there. */
  private static final int DISK_FACTOR = 3;

  private static final int TRIES = 5;
  private static final long PAUSE_MILLIS = 500;
  private static final String PART = ".gz.part";
  private static final String PACKED = ".gz";
  private static final String DONE = ".bytes";

  /** What the fetching says, and whether it shall go on. */
  public interface Watch {
    void stage(String words);

    /** Bytes so far, and in all; 0 while that is not known. */
    void at(long done, long total);

    boolean goOn();
  }

  private final URI base;
  private final Path place;
  private final Path aside;
  private final Watch watch;
  private long total;
  private long before;

  /**
   * Sets up.
   *
   * @param base address of the server's folder that holds {@code files.txt}
   * @param place folder that is to be
   */
  public LibtorchFetch(String base, Path place, Watch watch) {
    this.base = URI.create(base + "/");
    this.place = place;
    this.aside = aside(place);
    this.watch = watch;
  }

  private static Path aside(Path place) {
    return place.resolveSibling(place.getFileName() + ".partial");
  }

  /** The bytes that earlier tries brought for a folder that is not whole yet. */
  public static long partialBytes(Path place) throws IOException {
    Path aside = aside(place);
    if (!Files.isDirectory(aside)) {
      return 0;
    }
    long bytes = 0;
    try (Stream<Path> files = Files.list(aside)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith(DONE)) {
          bytes += Long.parseLong(Files.readString(file));
        } else if (name.endsWith(PART) || name.endsWith(PACKED)) {
          bytes += Files.size(file);
        }
      }
    }
    return bytes;
  }

  /**
   * Fetches what is missing.
   *
   * @return the bytes of the whole, packed; 0 if it was broken off
   * @throws BadInputException if the server cannot be reached or has no such build, or the disk is
   *     too small
   */
  public long run(String flavour, String platform) throws IOException, InterruptedException {
    Files.createDirectories(aside);
    watch.stage("asking for the size");
    List<FileIndex.Entry> entries =
        FileIndex.read(
            tried(() -> new RemoteFile(base.resolve("files.txt")).text()), flavour, platform);
    Map<FileIndex.Entry, Long> lengths = new LinkedHashMap<>();
    for (FileIndex.Entry entry : entries) {
      if (!watch.goOn()) {
        return 0;
      }
      lengths.put(entry, tried(() -> new RemoteFile(base.resolve(entry.path())).length()));
    }
    total = lengths.values().stream().mapToLong(Long::longValue).sum();
    room();
    watch.stage(fetching());
    if (partialBytes(place) == 0) {
      watch.at(0, total);
    }
    for (Map.Entry<FileIndex.Entry, Long> file : lengths.entrySet()) {
      if (!fetched(file.getKey(), file.getValue())) {
        return 0;
      }
      before += file.getValue();
    }
    finish(entries);
    return total;
  }

  private void room() throws IOException {
    long needed = DISK_FACTOR * total - partialBytes(place);
    long free = Files.getFileStore(aside).getUsableSpace();
    if (free < needed) {
      throw new BadInputException(
          "%s has %,d MB free and fetching libtorch needs about %,d MB; make room, or name a folder that has it."
              .formatted(place.getParent(), free / 1_000_000, needed / 1_000_000));
    }
  }

  /** One file, unpacked under its name; false if it was broken off. */
  private boolean fetched(FileIndex.Entry entry, long length)
      throws IOException, InterruptedException {
    Path library = aside.resolve(entry.name());
    Path done = aside.resolve(entry.name() + DONE);
    if (Files.exists(done) && Files.exists(library)) {
      return true;
    }
    Path part = aside.resolve(entry.name() + PART);
    Path packed = aside.resolve(entry.name() + PACKED);
    if (!Files.exists(packed)) {
      if (!whole(entry, part, length)) {
        return false;
      }
      Files.move(part, packed, StandardCopyOption.REPLACE_EXISTING);
    }
    unpack(packed, library);
    Files.writeString(done, Long.toString(length));
    Files.delete(packed);
    return true;
  }

  private boolean whole(FileIndex.Entry entry, Path part, long length)
      throws IOException, InterruptedException {
    RemoteFile remote = new RemoteFile(base.resolve(entry.path()));
    int failures = 0;
    while (size(part) != length) {
      long had = size(part);
      watch.stage(fetching());
      if (had > length) {
        // Of another file that had this name once.
        Files.delete(part);
      }
      try {
        remote.append(part, now -> told(before + now));
        if (watch.goOn() && size(part) < length) {
          throw new IOException("the connection ended early");
        }
      } catch (IOException e) {
        failures = size(part) > had ? 1 : failures + 1;
        waitOrGiveUp(failures, e);
      }
      if (!watch.goOn()) {
        return false;
      }
    }
    return true;
  }

  private String fetching() {
    return "fetching %,d MB".formatted(total / 1_000_000);
  }

  private boolean told(long done) {
    watch.at(done, total);
    return watch.goOn();
  }

  private static long size(Path part) throws IOException {
    return Files.exists(part) ? Files.size(part) : 0;
  }

  private static void unpack(Path packed, Path library) throws IOException {
    Path half = library.resolveSibling(library.getFileName() + ".half");
    try (InputStream in = new GZIPInputStream(Files.newInputStream(packed), 1 << 16)) {
      Files.copy(in, half, StandardCopyOption.REPLACE_EXISTING);
    } catch (ZipException | EOFException e) {
      Files.deleteIfExists(packed);
      throw new BadInputException(
          "%s came damaged (%s); start again to fetch it anew."
              .formatted(packed.getFileName(), e.getMessage()),
          e);
    }
    Files.move(half, library, StandardCopyOption.REPLACE_EXISTING);
  }

  private void finish(List<FileIndex.Entry> entries) throws IOException {
    watch.stage("moving it into place");
    for (FileIndex.Entry entry : entries) {
      Files.deleteIfExists(aside.resolve(entry.name() + DONE));
      Files.deleteIfExists(aside.resolve(entry.name() + PART + ".tag"));
    }
    Files.move(aside, place, StandardCopyOption.ATOMIC_MOVE);
  }

  /** What may fail because the network does; tried some times, each a little later. */
  @FunctionalInterface
  private interface Attempt<T> {
    T run() throws IOException;
  }

  private <T> T tried(Attempt<T> attempt) throws InterruptedException {
    for (int failures = 1; ; failures++) {
      try {
        return attempt.run();
      } catch (IOException e) {
        waitOrGiveUp(failures, e);
      }
    }
  }

  private void waitOrGiveUp(int failures, IOException e) throws InterruptedException {
    if (failures >= TRIES) {
      throw new BadInputException(
          "libtorch could not be fetched from %s (%s: %s); what came so far is kept, so try again later."
              .formatted(base.getHost(), e.getClass().getSimpleName(), e.getMessage()),
          e);
    }
    if (watch.goOn()) {
      watch.stage("waiting for the network");
      Thread.sleep(failures * PAUSE_MILLIS);
    }
  }
}
