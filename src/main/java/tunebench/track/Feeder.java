package tunebench.track;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import tunebench.BadInputException;
import tunebench.format.AtomicFile;

/**
 * Brings one tracker what stands in the journal, on a thread of its own. How far it has come is
 * kept in a file, so that a later process goes on from there. A tracker that cannot be reached is
 * tried again, ever more seldom; one that refuses is left alone.
 */
final class Feeder implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Feeder.class.getName());
  private static final long LOOK_MILLIS = 100;
  private static final long LONGEST_MILLIS = 60_000;

  private final Journal journal;
  private final Sink sink;
  private final Consumer<String> remark;
  private final Path place;
  private final Thread thread;
  private volatile long position;
  private volatile boolean closed;
  private volatile boolean refused;
  private volatile boolean told;

  Feeder(Journal journal, Sink sink, Consumer<String> remark) throws IOException {
    this.journal = journal;
    this.sink = sink;
    this.remark = remark;
    this.place = journal.file().resolveSibling("sent-" + sink.name());
    this.position = kept(place);
    this.thread = Thread.ofPlatform().daemon().name("track-" + sink.name()).start(this::feed);
  }

  /** How many bytes of the journal an earlier process sent. */
  static long kept(Path place) throws IOException {
    return Files.exists(place) ? Long.parseLong(Files.readString(place).strip()) : 0;
  }

  private void feed() {
    long wait = 1_000;
    try {
      pass();
      while (!closed) {
        if (position == journal.size()) {
          Thread.sleep(LOOK_MILLIS);
          continue;
        }
        try {
          Journal.Piece piece = Journal.read(journal.file(), position, journal.size());
          sink.send(piece.records());
          AtomicFile.write(place, Long.toString(piece.next()).getBytes(StandardCharsets.UTF_8));
          position = piece.next();
          wait = 1_000;
        } catch (IOException e) {
          if (closed) {
            return;
          }
          sayOnce(e);
          Thread.sleep(wait);
          wait = Math.min(2 * wait, LONGEST_MILLIS);
        }
      }
    } catch (BadInputException e) {
      refused = true;
      remark.accept("%s is told no more: %s".formatted(sink.name(), e.getMessage()));
    } catch (InterruptedException e) {
      // Closed: what is not sent stays in the journal.
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException e) {
      if (closed) {
        // What it was in the middle of was taken away from it.
        return;
      }
      // No fault of a tracker may reach the run.
      refused = true;
      LOG.log(Level.WARNING, "tracker " + sink.name() + " failed", e);
      remark.accept("%s is told no more: %s".formatted(sink.name(), e));
    }
  }

  private void pass() throws IOException {
    long at = 0;
    while (at < position) {
      Journal.Piece piece = Journal.read(journal.file(), at, position);
      piece.records().forEach(sink::passed);
      at = piece.next();
    }
  }

  private void sayOnce(IOException e) {
    LOG.log(Level.FINE, "tracker " + sink.name() + " was not reached", e);
    if (!told) {
      told = true;
      String why =
          e instanceof ConnectException
              ? "no connection"
              : e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      remark.accept(
          "%s cannot be reached (%s); the run goes on, and what it tells is kept."
              .formatted(sink.name(), why));
    }
  }

  /** Whether all that will ever be told has been sent. */
  boolean isDone() {
    return journal.isComplete() && position == journal.size();
  }

  /** Whether waiting for it is of no use. */
  boolean isOver() {
    return refused || isDone() || !thread.isAlive();
  }

  String name() {
    return sink.name();
  }

  @Override
  public void close() throws IOException {
    closed = true;
    thread.interrupt();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    sink.close();
  }
}
