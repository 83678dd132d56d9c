package tunebench.labs;

/** Told how far the labs are, on the thread that runs them. Throwing ends the run. */
@FunctionalInterface
public interface LabsProgress {
  /**
   * Some work has been done.
   *
   * @param stage what is going on, such as {@code Lab 4: training}
   * @param done units done
   * @param total units in all; 0 where that is not known
   */
  void at(String stage, long done, long total);
}
