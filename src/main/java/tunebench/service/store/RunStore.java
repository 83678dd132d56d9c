package tunebench.service.store;

import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import tunebench.BadInputException;
import tunebench.run.EvaluationRow;
import tunebench.run.RunFilter;
import tunebench.run.RunRecord;
import tunebench.run.RunSummary;
import tunebench.run.StepPoint;
import tunebench.service.job.JobShelf;

/** All runs of a home folder. Reading and writing may happen on any thread. */
public final class RunStore implements AutoCloseable {
  private final Database database;

  private RunStore(Database database) {
    this.database = database;
  }

  /**
   * Opens or makes the store.
   *
   * @throws BadInputException if the file is not one that this program can use
   */
  public static RunStore open(Path file) {
    return new RunStore(Database.open(file));
  }

  /** Adds a run. */
  public void add(RunRecord run) {
    database.change(c -> RunTable.insert(c, run));
  }

  /**
   * Everything about a run but its steps and rows.
   *
   * @throws BadInputException if there is none of this id
   */
  public RunRecord get(String id) {
    return database.read(c -> RunTable.get(c, id)).orElseThrow(() -> unknown(id));
  }

  /** The runs that match, cut to the filter's page. */
  public List<RunSummary> list(RunFilter filter) {
    return database.read(c -> new RunQuery(filter).page(c));
  }

  /** How many runs match, whatever the page. */
  public int count(RunFilter filter) {
    return database.read(c -> new RunQuery(filter).count(c));
  }

  /** Changes a run's record and returns the new one. */
  public RunRecord change(String id, UnaryOperator<RunRecord> change) {
    return database.write(
        c -> {
          RunRecord changed = change.apply(RunTable.get(c, id).orElseThrow(() -> unknown(id)));
          RunTable.update(c, changed);
          return changed;
        });
  }

  /** Removes a run with its steps and rows; its files are the caller's. */
  public void delete(String id) {
    database.change(c -> RunTable.delete(c, id));
  }

  /** Adds steps, in the place of older ones of the same number. */
  public void addSteps(String id, List<StepPoint> steps) {
    database.change(c -> StepTable.insert(c, id, steps));
  }

  /** The steps behind {@code after}, at most {@code limit} of them; 0 for all. */
  public List<StepPoint> steps(String id, int after, int limit) {
    return database.read(c -> StepTable.list(c, id, after, limit));
  }

  /** Forgets the steps behind {@code last}, before they are made again. */
  public void dropStepsAfter(String id, int last) {
    database.change(c -> StepTable.dropAfter(c, id, last));
  }

  /** Adds evaluation rows, in the place of older ones of the same set and index. */
  public void addRows(String id, List<EvaluationRow> rows) {
    database.change(c -> RowTable.insert(c, id, rows));
  }

  /** The rows of one set, or of all where {@code set} is "". */
  public List<EvaluationRow> rows(String id, String set) {
    return database.read(c -> RowTable.list(c, id, set));
  }

  /** Where the queue keeps the jobs that wait. */
  public JobShelf jobs() {
    return new JobTable(database);
  }

  @Override
  public void close() {
    database.close();
  }

  private static BadInputException unknown(String id) {
    return new BadInputException("There is no run \"%s\"; it may have been deleted.".formatted(id));
  }
}
