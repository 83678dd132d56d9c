package tunebench.run;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run as one line of a list.
 *
 * @param reason why it stands as it does, for people; "" where there is nothing to say
 * @param started null while it waits
 * @param ended null until it has
 * @param quantization of the model
 * @param step updates or products done
 * @param steps planned
 * @param loss of the last step, NaN for none
 * @param mae the best so far, NaN for none
 * @param sweep id of the sweep that made it, "" for none
 */
public record RunSummary(
    String id,
    RunKind kind,
    String name,
    RunStatus status,
    String reason,
    Instant created,
    @Nullable Instant started,
    @Nullable Instant ended,
    String model,
    String quantization,
    String dataset,
    int step,
    int steps,
    double loss,
    double mae,
    List<String> tags,
    String sweep) {

  public RunSummary {
    tags = List.copyOf(tags);
  }

  /** The same run in another state. */
  public RunSummary in(RunStatus now, String why) {
    return new RunSummary(
        id,
        kind,
        name,
        now,
        why,
        created,
        started,
        ended,
        model,
        quantization,
        dataset,
        step,
        steps,
        loss,
        mae,
        tags,
        sweep);
  }

  /** The same run with these times. */
  public RunSummary at(@Nullable Instant begun, @Nullable Instant done) {
    return new RunSummary(
        id,
        kind,
        name,
        status,
        reason,
        created,
        begun,
        done,
        model,
        quantization,
        dataset,
        step,
        steps,
        loss,
        mae,
        tags,
        sweep);
  }

  /** The same run so far along. */
  public RunSummary reached(int now, int planned, double lastLoss) {
    return new RunSummary(
        id,
        kind,
        name,
        status,
        reason,
        created,
        started,
        ended,
        model,
        quantization,
        dataset,
        now,
        planned,
        lastLoss,
        mae,
        tags,
        sweep);
  }

  /** The same run with this best MAE. */
  public RunSummary scoring(double best) {
    return new RunSummary(
        id,
        kind,
        name,
        status,
        reason,
        created,
        started,
        ended,
        model,
        quantization,
        dataset,
        step,
        steps,
        loss,
        best,
        tags,
        sweep);
  }

  /** The same run under another name and with other tags. */
  public RunSummary called(String other, List<String> others) {
    return new RunSummary(
        id,
        kind,
        other,
        status,
        reason,
        created,
        started,
        ended,
        model,
        quantization,
        dataset,
        step,
        steps,
        loss,
        mae,
        others,
        sweep);
  }
}
