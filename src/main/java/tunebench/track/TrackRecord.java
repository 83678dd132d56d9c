package tunebench.track;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a run tells its trackers, one line of the journal each. Files are named by their path, not
 * held.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "type")
public sealed interface TrackRecord {
  /** When it was told. */
  Instant at();

  /**
   * The run begins.
   *
   * @param id of eight small letters and digits
   * @param name for people
   * @param settings by dotted name
   */
  record Begin(Instant at, String id, String name, String project, Map<String, String> settings)
      implements TrackRecord {}

  /**
   * Figures of a step.
   *
   * @param step of training; of the last one for figures of an evaluation
   * @param values by name, such as {@code train/loss}; may be NaN
   */
  record Figures(Instant at, long step, Map<String, Double> values) implements TrackRecord {}

  /** The machine's load. */
  record Machine(Instant at, Map<String, Double> values) implements TrackRecord {}

  /** Rows, such as predictions; cells are text, numbers or truth values. */
  record Table(Instant at, long step, String name, List<String> columns, List<List<Object>> rows)
      implements TrackRecord {}

  /** A chart as a PNG file. */
  record Picture(Instant at, long step, String name, String file) implements TrackRecord {}

  /** A folder's files, such as an adapter's. */
  record Artifact(Instant at, long step, String name, String kind, List<String> files)
      implements TrackRecord {}

  /** The run ends; a resumed run may go on behind it. */
  record End(Instant at, boolean failed, String reason) implements TrackRecord {}
}
