package tunebench.run;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whom a run tells of itself while it goes on; nobody unless asked for.
 *
 * @param trackers each {@code wandb}, {@code wandb=entity/project}, {@code wandb-offline}, {@code
 *     mlflow=URL} or {@code tensorboard=DIR}
 * @param hub repository on the Hub that each checkpoint is put into: {@code org/name}, or {@code
 *     auto} for a new one that is named by the date; "" for none
 */
public record TrackChoice(List<String> trackers, String hub) {
  /** Reads what older records do not have as none. */
  public TrackChoice(@Nullable List<String> trackers, @Nullable String hub) {
    this.trackers = trackers == null ? List.of() : List.copyOf(trackers);
    this.hub = Objects.requireNonNullElse(hub, "");
  }

  public static TrackChoice none() {
    return new TrackChoice(List.of(), "");
  }

  /** Whether nobody is told. Not named as a property is: it would be written as a setting. */
  public boolean quiet() {
    return trackers.isEmpty() && hub.isEmpty();
  }
}
