package tunebench.service.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tunebench.run.BaselineScore;
import tunebench.run.Checkpoint;
import tunebench.run.EvaluateSpec;
import tunebench.run.Provenance;
import tunebench.run.RunKind;
import tunebench.run.RunRecord;
import tunebench.run.RunStatus;
import tunebench.run.RunSummary;
import tunebench.run.Scores;
import tunebench.run.TrainSpec;

/** The table of runs, with scores and checkpoints beside it. */
final class RunTable {
  /** All columns but the id, in the order of {@link #values}. */
  private static final List<String> COLUMNS =
      List.of(
          "kind",
          "name",
          "status",
          "reason",
          "created",
          "started",
          "ended",
          "model",
          "quantization",
          "dataset",
          "step",
          "steps",
          "loss",
          "mae",
          "tags",
          "sweep",
          "notes",
          "settings",
          "train",
          "evaluate",
          "provenance",
          "baselines",
          "folder",
          "plan_bytes",
          "peak_bytes");

  private static final String INSERT =
      "INSERT INTO run (%s, id) VALUES (%s?)"
          .formatted(String.join(", ", COLUMNS), "?, ".repeat(COLUMNS.size()));
  private static final String UPDATE =
      "UPDATE run SET %s = ? WHERE id = ?".formatted(String.join(" = ?, ", COLUMNS));

  private RunTable() {}

  static void insert(Connection connection, RunRecord run) throws SQLException {
    execute(connection, INSERT, values(run));
    writeParts(connection, run);
  }

  static void update(Connection connection, RunRecord run) throws SQLException {
    execute(connection, UPDATE, values(run));
    writeParts(connection, run);
  }

  static void delete(Connection connection, String id) throws SQLException {
    execute(connection, "DELETE FROM run WHERE id = ?", List.of(id));
  }

  private static void writeParts(Connection connection, RunRecord run) throws SQLException {
    String id = run.summary().id();
    execute(connection, "DELETE FROM score WHERE run = ?", List.of(id));
    execute(connection, "DELETE FROM checkpoint WHERE run = ?", List.of(id));
    int place = 0;
    for (Scores scores : run.scores()) {
      execute(
          connection,
          "INSERT INTO score (run, part, place, record) VALUES (?, ?, ?, ?)",
          List.of(id, scores.set(), place++, scores));
    }
    for (Checkpoint checkpoint : run.checkpoints()) {
      execute(
          connection,
          "INSERT INTO checkpoint (run, step, record) VALUES (?, ?, ?)",
          List.of(id, checkpoint.step(), checkpoint));
    }
  }

  private static void execute(
      Connection connection, String sql, List<? extends @Nullable Object> values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      Columns.bind(statement, values);
      statement.executeUpdate();
    }
  }

  private static List<@Nullable Object> values(RunRecord run) {
    RunSummary s = run.summary();
    return Arrays.asList(
        s.kind(),
        s.name(),
        s.status(),
        s.reason(),
        s.created(),
        s.started(),
        s.ended(),
        s.model(),
        s.quantization(),
        s.dataset(),
        s.step(),
        s.steps(),
        s.loss(),
        s.mae(),
        s.tags(),
        s.sweep(),
        run.notes(),
        run.settings(),
        run.train(),
        run.evaluate(),
        run.provenance(),
        run.baselines(),
        run.folder(),
        run.planBytes(),
        run.peakBytes(),
        s.id());
  }

  static Optional<RunRecord> get(Connection connection, String id) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT * FROM run WHERE id = ?")) {
      statement.setString(1, id);
      ResultSet row = statement.executeQuery();
      return row.next() ? Optional.of(record(connection, row)) : Optional.empty();
    }
  }

  private static RunRecord record(Connection connection, ResultSet row) throws SQLException {
    String id = row.getString("id");
    return new RunRecord(
        summary(row),
        settings(row),
        Columns.maybe(TrainSpec.class, row, "train"),
        Columns.maybe(EvaluateSpec.class, row, "evaluate"),
        Columns.json(Provenance.class, row, "provenance"),
        parts(
            connection, Scores.class, "SELECT record FROM score WHERE run = ? ORDER BY place", id),
        Columns.list(BaselineScore[].class, row, "baselines"),
        parts(
            connection,
            Checkpoint.class,
            "SELECT record FROM checkpoint WHERE run = ? ORDER BY step",
            id),
        row.getString("notes"),
        row.getString("folder"),
        row.getLong("plan_bytes"),
        row.getLong("peak_bytes"));
  }

  @SuppressWarnings("unchecked") // Settings are written as text by text.
  private static Map<String, String> settings(ResultSet row) throws SQLException {
    return Columns.json(Map.class, row, "settings");
  }

  static RunSummary summary(ResultSet row) throws SQLException {
    Instant created = Objects.requireNonNull(Columns.time(row, "created"));
    return new RunSummary(
        row.getString("id"),
        RunKind.valueOf(row.getString("kind")),
        row.getString("name"),
        RunStatus.valueOf(row.getString("status")),
        row.getString("reason"),
        created,
        Columns.time(row, "started"),
        Columns.time(row, "ended"),
        row.getString("model"),
        row.getString("quantization"),
        row.getString("dataset"),
        row.getInt("step"),
        row.getInt("steps"),
        Columns.number(row, "loss"),
        Columns.number(row, "mae"),
        Columns.list(String[].class, row, "tags"),
        row.getString("sweep"));
  }

  private static <T> List<T> parts(Connection connection, Class<T> type, String sql, String id)
      throws SQLException {
    List<T> found = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, id);
      ResultSet rows = statement.executeQuery();
      while (rows.next()) {
        found.add(Columns.json(type, rows, "record"));
      }
    }
    return found;
  }
}
