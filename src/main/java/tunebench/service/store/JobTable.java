package tunebench.service.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import tunebench.protocol.Task;
import tunebench.service.job.JobShelf;
import tunebench.service.job.WaitingJob;

/** The jobs that wait, in the same file as the runs. */
record JobTable(Database database) implements JobShelf {

  @Override
  public void add(WaitingJob job) {
    database.change(
        connection -> {
          try (PreparedStatement insert =
              connection.prepareStatement(
                  "INSERT INTO job (id, place, title, task, run)"
                      + " VALUES (?, (SELECT coalesce(max(place), 0) + 1 FROM job), ?, ?, ?)")) {
            Columns.bind(insert, List.of(job.id(), job.title(), job.task(), job.run()));
            insert.executeUpdate();
          }
        });
  }

  @Override
  public void remove(String id) {
    database.change(
        connection -> {
          try (PreparedStatement delete =
              connection.prepareStatement("DELETE FROM job WHERE id = ?")) {
            delete.setString(1, id);
            delete.executeUpdate();
          }
        });
  }

  @Override
  public void arrange(List<String> ids) {
    database.change(connection -> arrange(connection, ids));
  }

  private static void arrange(Connection connection, List<String> ids) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement("UPDATE job SET place = ? WHERE id = ?")) {
      for (int i = 0; i < ids.size(); i++) {
        update.setInt(1, i - ids.size());
        update.setString(2, ids.get(i));
        update.executeUpdate();
      }
    }
  }

  @Override
  public List<WaitingJob> list() {
    return database.read(
        connection -> {
          List<WaitingJob> jobs = new ArrayList<>();
          try (PreparedStatement select =
              connection.prepareStatement("SELECT id, title, task, run FROM job ORDER BY place")) {
            ResultSet row = select.executeQuery();
            while (row.next()) {
              jobs.add(
                  new WaitingJob(
                      row.getString("id"),
                      row.getString("title"),
                      Columns.json(Task.class, row, "task"),
                      row.getString("run")));
            }
          }
          return jobs;
        });
  }
}
