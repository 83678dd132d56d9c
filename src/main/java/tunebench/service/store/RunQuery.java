package tunebench.service.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import tunebench.run.RunFilter;
import tunebench.run.RunSummary;

/** A filter as SQL. */
final class RunQuery {
  private static final String SUMMARY =
      "id, kind, name, status, reason, created, started, ended, model, quantization, dataset,"
          + " step, steps, loss, mae, tags, sweep";

  private final RunFilter filter;
  private final List<String> conditions = new ArrayList<>();
  private final List<Object> values = new ArrayList<>();

  RunQuery(RunFilter filter) {
    this.filter = filter;
    if (!filter.text().isBlank()) {
      String pattern = "%" + filter.text().replaceAll("([%_\\\\])", "\\\\$1") + "%";
      conditions.add(
          "(name || char(10) || model || char(10) || dataset || char(10) || notes)"
              + " LIKE ? ESCAPE '\\'");
      values.add(pattern);
    }
    oneOf("status", filter.statuses());
    oneOf("kind", filter.kinds());
    for (String tag : filter.tags()) {
      conditions.add("EXISTS (SELECT 1 FROM json_each(run.tags) WHERE value = ?)");
      values.add(tag);
    }
  }

  private void oneOf(String column, Collection<? extends Enum<?>> allowed) {
    if (!allowed.isEmpty()) {
      conditions.add(
          allowed.stream()
              .map(word -> "?")
              .collect(Collectors.joining(", ", column + " IN (", ")")));
      values.addAll(allowed);
    }
  }

  List<RunSummary> page(Connection connection) throws SQLException {
    String order =
        switch (filter.order()) {
          case NEWEST -> "created DESC, id DESC";
          case NAME -> "name COLLATE NOCASE, created DESC";
          case LOSS -> "loss IS NULL, loss, created DESC";
          case MAE -> "mae IS NULL, mae, created DESC";
        };
    String sql =
        "SELECT %s FROM run%s ORDER BY %s LIMIT ? OFFSET ?".formatted(SUMMARY, where(), order);
    List<Object> all = new ArrayList<>(values);
    all.add(filter.limit());
    all.add(filter.offset());
    List<RunSummary> found = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      Columns.bind(statement, all);
      ResultSet rows = statement.executeQuery();
      while (rows.next()) {
        found.add(RunTable.summary(rows));
      }
    }
    return found;
  }

  int count(Connection connection) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT count(*) FROM run" + where())) {
      Columns.bind(statement, values);
      return statement.executeQuery().getInt(1);
    }
  }

  private String where() {
    return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
  }
}
