package tunebench.track;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Over which axis W&B draws a figure. Without being told it takes its own step, which counts lines;
 * here it is the step of training. W&B keeps this in the run's config under {@code _wandb}, fields
 * by their numbers in {@code wandb_telemetry.proto} and {@code wandb_internal.proto}.
 */
final class WandbAxis {
  static final String STEP = "train/global_step";

  /** Figures that are drawn over the step of training. */
  static final List<String> FIGURES =
      List.of(
          "train/loss",
          "train/price_loss",
          "train/learning_rate",
          "train/grad_norm",
          "train/epoch",
          "train/tokens_per_second",
          "eval/mae",
          "eval/mae_low",
          "eval/mae_high",
          "eval/rmsle",
          "eval/hits");

  /** Options of a metric: its step goes with it into a line; it was asked for by name. */
  static final int STEP_SYNC = 1;

  static final int DEFINED = 3;

  private WandbAxis() {}

  /** Value of {@code _wandb} in a run's config; the axis is the first metric, so its index is 1. */
  static Map<String, Object> config() {
    List<Map<String, Object>> metrics = new ArrayList<>();
    metrics.add(metric(STEP, 0, List.of(DEFINED)));
    FIGURES.forEach(name -> metrics.add(metric(name, 1, List.of(STEP_SYNC, DEFINED))));
    return Map.of("m", metrics);
  }

  private static Map<String, Object> metric(String name, int axis, List<Integer> options) {
    Map<String, Object> metric = new LinkedHashMap<>();
    metric.put("1", name);
    if (axis > 0) {
      metric.put("5", axis);
    }
    metric.put("6", options);
    metric.put("7", List.of());
    return metric;
  }
}
