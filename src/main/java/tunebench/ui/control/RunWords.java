package tunebench.ui.control;

import java.util.Locale;
import tunebench.run.RunKind;
import tunebench.run.RunStatus;
import tunebench.run.RunSummary;

/** Runs in words. */
public final class RunWords {
  private RunWords() {}

  /** Its name, or its id where it has none. */
  public static String name(RunSummary run) {
    return run.name().isEmpty() ? run.id() : run.name();
  }

  /** Kind, state and figure in one line. */
  public static String line(RunSummary run) {
    return kind(run.kind()) + " · " + status(run.status()) + " · " + figure(run);
  }

  public static String kind(RunKind kind) {
    return kind == RunKind.TRAIN ? "Training" : "Evaluation";
  }

  public static String status(RunStatus status) {
    return status.name().charAt(0) + status.name().substring(1).toLowerCase(Locale.ROOT);
  }

  /** The MAE where there is one, else the loss. */
  public static String figure(RunSummary run) {
    if (!Double.isNaN(run.mae())) {
      return "MAE " + Show.dollars(run.mae());
    }
    return Double.isNaN(run.loss()) ? "no figure yet" : "loss " + Show.figure(run.loss());
  }

  /** The state's icon, by Ikonli's code. */
  public static String icon(RunStatus status) {
    return switch (status) {
      case QUEUED -> "mdi2c-clock-outline";
      case RUNNING -> "mdi2p-play-circle";
      case PAUSED -> "mdi2p-pause-circle";
      case INTERRUPTED -> "mdi2f-flash";
      case FINISHED -> "mdi2c-check-circle";
      case CANCELLED -> "mdi2s-stop-circle";
      case FAILED -> "mdi2a-alert-circle";
    };
  }

  /** A sign before the state, so that it is not told by colour alone. */
  public static String sign(RunStatus status) {
    return switch (status) {
      case QUEUED -> "…";
      case RUNNING -> "▶";
      case PAUSED -> "‖";
      case INTERRUPTED -> "↯";
      case FINISHED -> "✓";
      case CANCELLED -> "■";
      case FAILED -> "✕";
    };
  }
}
