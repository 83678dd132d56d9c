package tunebench.service.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tunebench.protocol.Wire;

/** Values as the columns hold them: times in milliseconds, NaN as null, records as JSON. */
final class Columns {
  private Columns() {}

  static void bind(PreparedStatement statement, Object... values) throws SQLException {
    bind(statement, Arrays.asList(values));
  }

  static void bind(PreparedStatement statement, List<? extends @Nullable Object> values)
      throws SQLException {
    for (int i = 0; i < values.size(); i++) {
      switch (values.get(i)) {
        case null -> statement.setNull(i + 1, Types.NULL);
        case Instant time -> statement.setLong(i + 1, time.toEpochMilli());
        case Double number when number.isNaN() -> statement.setNull(i + 1, Types.REAL);
        case Double number -> statement.setDouble(i + 1, number);
        case Integer number -> statement.setInt(i + 1, number);
        case Long number -> statement.setLong(i + 1, number);
        case String text -> statement.setString(i + 1, text);
        case Enum<?> word -> statement.setString(i + 1, word.name());
        case Object record -> statement.setString(i + 1, Wire.write(record));
      }
    }
  }

  static @Nullable Instant time(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? null : Instant.ofEpochMilli(millis);
  }

  static double number(ResultSet row, String column) throws SQLException {
    double value = row.getDouble(column);
    return row.wasNull() ? Double.NaN : value;
  }

  static <T> T json(Class<T> type, ResultSet row, String column) throws SQLException {
    return Wire.read(type, row.getString(column).getBytes(UTF_8));
  }

  static <T> @Nullable T maybe(Class<T> type, ResultSet row, String column) throws SQLException {
    return row.getString(column) == null ? null : json(type, row, column);
  }

  static <T> List<T> list(Class<T[]> type, ResultSet row, String column) throws SQLException {
    return List.of(json(type, row, column));
  }
}
