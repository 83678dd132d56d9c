package tunebench.ui.control;

import java.util.Locale;
import java.util.stream.Collectors;
import tunebench.run.RunKind;
import tunebench.run.RunRecord;
import tunebench.run.RunStatus;
import tunebench.run.RunSummary;

/** Runs in words. */
public final class RunWords {
  private RunWords() {}

  /** Its name, or its id where it has none. */
  public static String name(RunSummary run) {
    return run.name().isEmpty() ? run.id() : run.name();
  }

  /** What stands behind a score that is no better than the median price's. */
  private static final String FLAG = " ⚑ no better than the median";

  /**
   * The flag behind a run's MAE; "" where it beats the median price. A finished evaluation has
   * nothing else to say of why it stands as it does.
   */
  public static String flag(RunSummary run) {
    return run.kind() == RunKind.EVALUATE
            && run.status() == RunStatus.FINISHED
            && run.reason().startsWith("No better than")
        ? FLAG
        : "";
  }

  /** The same from all that is kept of a run. */
  public static String flag(RunRecord run) {
    if (run.scores().isEmpty()) {
      return "";
    }
    return flag(run, run.scores().getLast().mae());
  }

  /** The same for one of a run's figures, such as a checkpoint's. */
  public static String flag(RunRecord run, double mae) {
    return run.baselines().stream()
            .anyMatch(b -> b.name().equals("median") && mae >= b.scores().mae())
        ? FLAG
        : "";
  }

  /** What rules without a model reach, in one line; "" where none was scored. */
  public static String baselines(RunRecord run) {
    return run.baselines().isEmpty()
        ? ""
        : run.baselines().stream()
            .map(b -> b.name().replace('-', ' ') + " " + Show.dollars(b.scores().mae()))
            .collect(Collectors.joining(" · ", "Without a model: ", ""));
  }

  /** Whether it is an adapter that was brought in: trained elsewhere, so without steps. */
  public static boolean imported(RunSummary run) {
    return run.kind() == RunKind.TRAIN && run.steps() == 0 && run.tags().contains("imported");
  }

  /** Kind, state where it is not done, and figure in one line. */
  public static String line(RunSummary run) {
    if (imported(run)) {
      return "Adapter that was brought in" + (run.model().isEmpty() ? "" : " · " + run.model());
    }
    String state = run.status() == RunStatus.FINISHED ? "" : status(run.status()) + " · ";
    return kind(run.kind()) + " · " + state + figure(run);
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
      return "MAE " + Show.dollars(run.mae()) + flag(run);
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
