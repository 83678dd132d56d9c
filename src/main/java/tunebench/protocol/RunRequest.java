package tunebench.protocol;

import java.util.List;
import tunebench.run.RunFilter;

/** About runs in the store. */
public sealed interface RunRequest<R extends Reply> extends Request<R> {

  /** A page of the list. */
  record Runs(RunFilter filter) implements RunRequest<RunReply.RunPage> {}

  /** Everything about one run but its steps and rows. */
  record Run(String run) implements RunRequest<RunReply.RunDetail> {}

  /**
   * Steps of a training run.
   *
   * @param after the first that is wanted is the next one
   * @param limit most steps; 0 for all
   */
  record Steps(String run, int after, int limit) implements RunRequest<RunReply.StepList> {}

  /**
   * Rows of an evaluation.
   *
   * @param set such as {@code test}; "" for all
   */
  record Rows(String run, String set) implements RunRequest<RunReply.RowList> {}

  /** Runs side by side, each compared with the first. */
  record Compare(List<String> runs) implements RunRequest<RunReply.Comparison> {}

  /** Gives a run another name. */
  record Rename(String run, String name) implements RunRequest<RunReply.RunDetail> {}

  /** Sets a run's notes. */
  record Note(String run, String notes) implements RunRequest<RunReply.RunDetail> {}

  /** Sets a run's tags. */
  record Tag(String run, List<String> tags) implements RunRequest<RunReply.RunDetail> {}

  /** Removes a run that is not being worked on, with its files. */
  record Delete(String run) implements RunRequest<Reply.Done> {}
}
