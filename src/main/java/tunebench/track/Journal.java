package tunebench.track;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * All that a run told, in a file: the backlog of every tracker. Adding costs the teller a place in
 * a queue; a thread of its own writes.
 */
final class Journal implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Journal.class.getName());
  private static final long GATHER_MILLIS = 50;
  private static final int MOST = 1 << 22;

  /**
   * Some records and the byte behind the last of them.
   *
   * @param next where to read on
   */
  record Piece(List<TrackRecord> records, long next) {}

  private final Path file;
  private final LinkedBlockingQueue<TrackRecord> queue = new LinkedBlockingQueue<>();
  private final Thread writer;
  private volatile boolean closed;
  private volatile boolean broken;
  private final AtomicLong written = new AtomicLong();

  Journal(Path file) throws IOException {
    this.file = file;
    Files.createDirectories(file.toAbsolutePath().getParent());
    cutHalfLine(file);
    written.set(Files.exists(file) ? Files.size(file) : 0);
    this.writer = Thread.ofPlatform().daemon().name("track-journal").start(this::write);
  }

  /** A process that was killed may have left half a line. */
  private static void cutHalfLine(Path file) throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      long end = bytes.length();
      while (end > 0) {
        bytes.seek(end - 1);
        if (bytes.read() == '\n') {
          break;
        }
        end--;
      }
      bytes.setLength(end);
    }
  }

  void add(TrackRecord record) {
    if (!broken) {
      queue.add(record);
    }
  }

  private void write() {
    try (OutputStream out =
        new BufferedOutputStream(
            Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND))) {
      while (!closed || !queue.isEmpty()) {
        TrackRecord first = queue.poll(GATHER_MILLIS, TimeUnit.MILLISECONDS);
        long bytes = 0;
        for (TrackRecord next = first; next != null; next = queue.poll()) {
          byte[] line = TrackJson.line(next);
          out.write(line);
          bytes += line.length;
        }
        out.flush();
        written.addAndGet(bytes);
      }
    } catch (IOException e) {
      // A full disk must not end the run; what is missing is said.
      broken = true;
      queue.clear();
      LOG.log(Level.WARNING, "trackers are told no more: " + file + " cannot be written", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Bytes that can be read. */
  long size() {
    return written.get();
  }

  /** Whether all that was added is in the file for good. */
  boolean isComplete() {
    return closed && !writer.isAlive();
  }

  /** Records from a byte on, some megabytes at most. */
  static Piece read(Path file, long from, long until) throws IOException {
    int size = (int) Math.min(until - from, MOST);
    byte[] bytes = new byte[Math.max(0, size)];
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      in.seek(from);
      in.readFully(bytes);
      int end = bytes.length;
      while (end > 0 && bytes[end - 1] != '\n') {
        end--;
      }
      if (end == 0 && until - from > MOST) {
        return longLine(in, from);
      }
      List<TrackRecord> records = new ArrayList<>();
      new String(bytes, 0, end, StandardCharsets.UTF_8)
          .lines()
          .map(TrackJson::read)
          .forEach(records::add);
      return new Piece(records, from + end);
    }
  }

  /** A table may be longer than a piece. */
  private static Piece longLine(RandomAccessFile in, long from) throws IOException {
    in.seek(from);
    String line = in.readLine();
    byte[] bytes = line.getBytes(StandardCharsets.ISO_8859_1);
    return new Piece(
        List.of(TrackJson.read(new String(bytes, StandardCharsets.UTF_8))),
        from + bytes.length + 1);
  }

  Path file() {
    return file;
  }

  /** Writes what waits, and ends. */
  @Override
  public void close() {
    closed = true;
    try {
      writer.join(TimeUnit.SECONDS.toMillis(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
