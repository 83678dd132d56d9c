package tunebench.service.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import tunebench.run.EvaluationRow;

/** The rows of evaluations. */
final class RowTable {
  private RowTable() {}

  static void insert(Connection connection, String run, List<EvaluationRow> rows)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "INSERT OR REPLACE INTO evaluation_row (run, part, place, record)"
                + " VALUES (?, ?, ?, ?)")) {
      for (EvaluationRow row : rows) {
        Columns.bind(statement, run, row.set(), row.index(), row);
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  static List<EvaluationRow> list(Connection connection, String run, String set)
      throws SQLException {
    List<EvaluationRow> found = new ArrayList<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT record FROM evaluation_row WHERE run = ? AND (? = '' OR part = ?)"
                + " ORDER BY part, place")) {
      Columns.bind(statement, run, set, set);
      ResultSet rows = statement.executeQuery();
      while (rows.next()) {
        found.add(Columns.json(EvaluationRow.class, rows, "record"));
      }
    }
    return found;
  }
}
