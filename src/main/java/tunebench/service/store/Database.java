package tunebench.service.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.locks.ReentrantLock;
import tunebench.BadInputException;

/**
 * One SQLite file: a connection that writes and one that reads, so that a long list does not hold
 * up the run that is being written.
 */
final class Database implements AutoCloseable {
  /** Work on a connection. */
  @FunctionalInterface
  interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  /** Work on a connection that yields nothing. */
  @FunctionalInterface
  interface Change {
    void on(Connection connection) throws SQLException;
  }

  private final Path file;
  private final Connection writer;
  private final Connection reader;
  private final ReentrantLock writing = new ReentrantLock();
  private final ReentrantLock reading = new ReentrantLock();

  private Database(Path file, Connection writer, Connection reader) {
    this.file = file;
    this.writer = writer;
    this.reader = reader;
  }

  /**
   * Opens or makes the file and brings it to the newest schema.
   *
   * @throws BadInputException if it is damaged, or was written by a newer Tunebench
   */
  static Database open(Path file) {
    try {
      Connection writer = connect(file);
      Schema.migrate(file, writer);
      return new Database(file, writer, connect(file));
    } catch (SQLException e) {
      throw new BadInputException(
          "%s cannot be opened as Tunebench's store of runs (%s); move it away to begin anew."
              .formatted(file, e.getMessage()),
          e);
    }
  }

  private static Connection connect(Path file) throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = WAL");
      // Survives any crash of the process; a power cut may cost the last steps, never the file.
      statement.execute("PRAGMA synchronous = NORMAL");
      statement.execute("PRAGMA busy_timeout = 5000");
      statement.execute("PRAGMA foreign_keys = ON");
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
    return connection;
  }

  /** Reads; sees all that was written before. */
  <T> T read(Work<T> work) {
    reading.lock();
    try {
      return work.on(reader);
    } catch (SQLException e) {
      throw new StoreException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
    } finally {
      reading.unlock();
    }
  }

  /** Writes all or nothing. */
  <T> T write(Work<T> work) {
    writing.lock();
    try {
      writer.setAutoCommit(false);
      try {
        T result = work.on(writer);
        writer.commit();
        return result;
      } catch (SQLException | RuntimeException e) {
        writer.rollback();
        throw e;
      } finally {
        writer.setAutoCommit(true);
      }
    } catch (SQLException e) {
      throw new StoreException(
          "%s cannot be written (%s); see whether the disk is full."
              .formatted(file, e.getMessage()),
          e);
    } finally {
      writing.unlock();
    }
  }

  /** The same for work that yields nothing. */
  void change(Change change) {
    write(
        connection -> {
          change.on(connection);
          return true;
        });
  }

  @Override
  public void close() {
    writing.lock();
    reading.lock();
    try {
      reader.close();
      writer.close();
    } catch (SQLException e) {
      throw new StoreException("%s cannot be closed: %s".formatted(file, e.getMessage()), e);
    } finally {
      reading.unlock();
      writing.unlock();
    }
  }
}
