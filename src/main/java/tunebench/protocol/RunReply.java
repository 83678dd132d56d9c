package tunebench.protocol;

import java.util.List;
import tunebench.run.EvaluationRow;
import tunebench.run.RunComparison;
import tunebench.run.RunRecord;
import tunebench.run.RunSummary;
import tunebench.run.StepPoint;

/** Answers about runs. */
public sealed interface RunReply extends Reply {

  /**
   * A page of runs.
   *
   * @param total that match
   */
  record RunPage(int total, List<RunSummary> runs) implements RunReply {}

  /** A run. */
  record RunDetail(RunRecord run) implements RunReply {}

  /** Steps in their order, without a gap. */
  record StepList(String run, List<StepPoint> steps) implements RunReply {}

  /** Rows in the order in which they were priced. */
  record RowList(String run, List<EvaluationRow> rows) implements RunReply {}

  /** Runs side by side. */
  record Comparison(RunComparison comparison) implements RunReply {}
}
