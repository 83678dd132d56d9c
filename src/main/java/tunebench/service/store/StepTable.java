package tunebench.service.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import tunebench.run.StepPoint;

/** The steps of training runs. */
final class StepTable {
  private StepTable() {}

  static void insert(Connection connection, String run, List<StepPoint> steps) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "INSERT OR REPLACE INTO step (run, step, record) VALUES (?, ?, ?)")) {
      for (StepPoint step : steps) {
        Columns.bind(statement, run, step.step(), step);
        statement.addBatch();
      }
      statement.executeBatch();
    }
    StepPoint last = steps.getLast();
    try (PreparedStatement statement =
        connection.prepareStatement("UPDATE run SET step = ?, steps = ?, loss = ? WHERE id = ?")) {
      Columns.bind(statement, last.step(), last.steps(), last.loss(), run);
      statement.executeUpdate();
    }
  }

  static List<StepPoint> list(Connection connection, String run, int after, int limit)
      throws SQLException {
    List<StepPoint> found = new ArrayList<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT record FROM step WHERE run = ? AND step > ? ORDER BY step LIMIT ?")) {
      // A negative limit is none in SQLite.
      Columns.bind(statement, run, after, limit == 0 ? -1 : limit);
      ResultSet rows = statement.executeQuery();
      while (rows.next()) {
        found.add(Columns.json(StepPoint.class, rows, "record"));
      }
    }
    return found;
  }

  static void dropAfter(Connection connection, String run, int last) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("DELETE FROM step WHERE run = ? AND step > ?")) {
      Columns.bind(statement, run, last);
      statement.executeUpdate();
    }
  }
}
