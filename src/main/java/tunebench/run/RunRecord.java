package tunebench.run;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything about a run but its steps and rows, which are asked for apart.
 *
 * @param settings every setting by its dotted name, such as {@code adapter.rank}: what the run
 *     used, not what a form shows
 * @param train null unless the run trains
 * @param evaluate null unless the run evaluates
 * @param scores of each evaluation, in order
 * @param checkpoints on disk, oldest first
 * @param notes a person's
 * @param folder holds the artefacts
 * @param planBytes device memory that was foreseen, 0 where none was
 * @param peakBytes that it took, 0 until measured
 */
public record RunRecord(
    RunSummary summary,
    Map<String, String> settings,
    @Nullable TrainSpec train,
    @Nullable EvaluateSpec evaluate,
    Provenance provenance,
    List<Scores> scores,
    List<BaselineScore> baselines,
    List<Checkpoint> checkpoints,
    String notes,
    String folder,
    long planBytes,
    long peakBytes) {

  public RunRecord {
    settings = Map.copyOf(settings);
    scores = List.copyOf(scores);
    baselines = List.copyOf(baselines);
    checkpoints = List.copyOf(checkpoints);
  }

  /** The same run with another line in the list. */
  public RunRecord with(RunSummary line) {
    return new RunRecord(
        line,
        settings,
        train,
        evaluate,
        provenance,
        scores,
        baselines,
        checkpoints,
        notes,
        folder,
        planBytes,
        peakBytes);
  }

  /** The same run with this origin. */
  public RunRecord madeFrom(Provenance origin) {
    return new RunRecord(
        summary,
        settings,
        train,
        evaluate,
        origin,
        scores,
        baselines,
        checkpoints,
        notes,
        folder,
        planBytes,
        peakBytes);
  }

  /** The same run with these figures. */
  public RunRecord scored(List<Scores> figures) {
    return new RunRecord(
        summary,
        settings,
        train,
        evaluate,
        provenance,
        figures,
        baselines,
        checkpoints,
        notes,
        folder,
        planBytes,
        peakBytes);
  }

  /** The same run beside these baselines. */
  public RunRecord against(List<BaselineScore> others) {
    return new RunRecord(
        summary,
        settings,
        train,
        evaluate,
        provenance,
        scores,
        others,
        checkpoints,
        notes,
        folder,
        planBytes,
        peakBytes);
  }

  /** The same run with these checkpoints. */
  public RunRecord saved(List<Checkpoint> all) {
    return new RunRecord(
        summary,
        settings,
        train,
        evaluate,
        provenance,
        scores,
        baselines,
        all,
        notes,
        folder,
        planBytes,
        peakBytes);
  }

  /** The same run with these notes. */
  public RunRecord noted(String text) {
    return new RunRecord(
        summary,
        settings,
        train,
        evaluate,
        provenance,
        scores,
        baselines,
        checkpoints,
        text,
        folder,
        planBytes,
        peakBytes);
  }

  /** The same run with this memory, foreseen and measured. */
  public RunRecord taking(long plan, long peak) {
    return new RunRecord(
        summary,
        settings,
        train,
        evaluate,
        provenance,
        scores,
        baselines,
        checkpoints,
        notes,
        folder,
        plan,
        peak);
  }

  /** Its id. */
  public String id() {
    return summary.id();
  }
}
