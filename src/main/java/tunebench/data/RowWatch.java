package tunebench.data;

/** Told how far the reading of a file's rows is. */
@FunctionalInterface
public interface RowWatch {
  /**
   * So many of the rows are done, none at first; what it throws ends the reading.
   *
   * @param total rows in all
   */
  void at(int done, int total);
}
