package tunebench.protocol;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import tunebench.run.Checkpoint;
import tunebench.run.EvaluationRow;
import tunebench.run.RunSummary;
import tunebench.run.Scores;
import tunebench.run.StepPoint;

/** What the service tells without being asked. */
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "type")
public sealed interface Event {

  /** A job came, moved, went on or ended. */
  record JobChanged(JobInfo job) implements Event {}

  /** A run's line in the list changed; a run that is new here was made. */
  record RunChanged(RunSummary run) implements Event {}

  /** A run was removed. */
  record RunDeleted(String run) implements Event {}

  /** A training run made an update. */
  record Stepped(String run, StepPoint step) implements Event {}

  /** A product was priced. */
  record RowPriced(String run, EvaluationRow row) implements Event {}

  /** An evaluation's figures, as far as it has come. */
  record Scored(String run, Scores scores) implements Event {}

  /** A run was saved. */
  record Saved(String run, Checkpoint checkpoint) implements Event {}

  /** Something a person should know of a run, such as rows left out or a falling back. */
  record Remark(String run, String sentence) implements Event {}

  /**
   * Events were lost to this listener because it fell too far behind or the service was started
   * anew: ask for {@link RunRequest.Steps}, {@link RunRequest.Rows} and {@link JobRequest.Jobs} to
   * catch up.
   */
  record Gap() implements Event {}
}
