package tunebench.service.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import tunebench.BadInputException;

/** The tables, as a list of changes: a file's {@code user_version} says how many it has had. */
final class Schema {
  private static final List<List<String>> CHANGES =
      List.of(
          List.of(
              """
              CREATE TABLE run (
                id TEXT PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, status TEXT NOT NULL,
                reason TEXT NOT NULL, created INTEGER NOT NULL, started INTEGER, ended INTEGER,
                model TEXT NOT NULL, quantization TEXT NOT NULL, dataset TEXT NOT NULL,
                step INTEGER NOT NULL, steps INTEGER NOT NULL, loss REAL, mae REAL,
                tags TEXT NOT NULL, sweep TEXT NOT NULL, notes TEXT NOT NULL,
                settings TEXT NOT NULL, train TEXT, evaluate TEXT, provenance TEXT NOT NULL,
                baselines TEXT NOT NULL, folder TEXT NOT NULL,
                plan_bytes INTEGER NOT NULL, peak_bytes INTEGER NOT NULL) STRICT\
              """,
              """
              CREATE TABLE step (
                run TEXT NOT NULL REFERENCES run(id) ON DELETE CASCADE,
                step INTEGER NOT NULL, record TEXT NOT NULL,
                PRIMARY KEY (run, step)) STRICT, WITHOUT ROWID\
              """,
              """
              CREATE TABLE evaluation_row (
                run TEXT NOT NULL REFERENCES run(id) ON DELETE CASCADE,
                part TEXT NOT NULL, place INTEGER NOT NULL, record TEXT NOT NULL,
                PRIMARY KEY (run, part, place)) STRICT, WITHOUT ROWID\
              """,
              """
              CREATE TABLE score (
                run TEXT NOT NULL REFERENCES run(id) ON DELETE CASCADE,
                part TEXT NOT NULL, place INTEGER NOT NULL, record TEXT NOT NULL,
                PRIMARY KEY (run, part)) STRICT, WITHOUT ROWID\
              """,
              """
              CREATE TABLE checkpoint (
                run TEXT NOT NULL REFERENCES run(id) ON DELETE CASCADE,
                step INTEGER NOT NULL, record TEXT NOT NULL,
                PRIMARY KEY (run, step)) STRICT, WITHOUT ROWID\
              """),
          List.of(
              "CREATE INDEX run_newest ON run (created DESC, id DESC)",
              "CREATE INDEX run_status ON run (status)"),
          List.of(
              """
              CREATE TABLE job (
                id TEXT PRIMARY KEY, place INTEGER NOT NULL, title TEXT NOT NULL,
                task TEXT NOT NULL, run TEXT NOT NULL) STRICT\
              """));

  /** The version that this program writes. */
  static final int NEWEST = CHANGES.size();

  private Schema() {}

  static void migrate(Path file, Connection connection) throws SQLException {
    migrate(file, connection, CHANGES.size());
  }

  /** Makes the changes that the file lacks, up to {@code target}, each as a whole. */
  static void migrate(Path file, Connection connection, int target) throws SQLException {
    int version = version(connection);
    if (version > target) {
      throw new BadInputException(
          "%s was written by a newer Tunebench (schema %d, this one knows %d); install that one."
              .formatted(file, version, target));
    }
    for (int next = version; next < target; next++) {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        for (String change : CHANGES.get(next)) {
          statement.execute(change);
        }
        statement.execute("PRAGMA user_version = " + (next + 1));
        connection.commit();
      } catch (SQLException e) {
        connection.rollback();
        throw e;
      } finally {
        connection.setAutoCommit(true);
      }
    }
  }

  static int version(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("PRAGMA user_version")) {
      return result.getInt(1);
    }
  }
}
