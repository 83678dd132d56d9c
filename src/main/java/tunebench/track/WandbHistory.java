package tunebench.track;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Lines of a run's history. W&B's own step must grow with every line, so it counts lines; the step
 * of training stands beside it under the name that other trainers use.
 */
final class WandbHistory {
  private long lines;
  private Instant began = Instant.EPOCH;
  private final Map<String, Object> summary = new LinkedHashMap<>();

  void begin(Instant at) {
    if (began.equals(Instant.EPOCH)) {
      began = at;
    }
  }

  Instant began() {
    return began;
  }

  double runtime(Instant at) {
    return Math.max(0, at.toEpochMilli() - began.toEpochMilli()) / 1e3;
  }

  /** The next line, with its values and what W&B wants to know of it. */
  Map<String, Object> line(Instant at, long step, Map<String, ?> values) {
    Map<String, Object> line = new LinkedHashMap<>(values);
    line.put(WandbAxis.STEP, step);
    line.put("_step", lines++);
    line.put("_timestamp", at.toEpochMilli() / 1e3);
    line.put("_runtime", runtime(at));
    summary.putAll(line);
    return line;
  }

  /** Forgets lines that did not arrive. */
  void rewind(long to) {
    lines = to;
  }

  /** Lines so far. */
  long lines() {
    return lines;
  }

  /** The last value of each. */
  Map<String, Object> summary() {
    return summary;
  }
}
