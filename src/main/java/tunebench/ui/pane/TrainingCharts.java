package tunebench.ui.pane;

import java.util.List;
import tunebench.ui.chart.Curves.Curve;
import tunebench.ui.chart.Thin;
import tunebench.ui.pane.StepColumns.Column;
import tunebench.ui.pane.StepColumns.Snapshot;

/** The curves of a training run, cut to what a screen can show. */
record TrainingCharts(
    List<Curve> loss, List<Curve> rate, List<Curve> norm, List<Curve> speed, List<Curve> memory) {
  /** At most three points come of each: fewer than 2,000 on each curve. */
  private static final int BUCKETS = 600;

  static final TrainingCharts NONE =
      new TrainingCharts(List.of(), List.of(), List.of(), List.of(), List.of());

  /** Reckons the curves. Takes milliseconds for 100,000 steps: to be called off the FX thread. */
  static TrainingCharts of(Snapshot steps, Column axis, double smoothing) {
    if (steps.size() == 0) {
      return NONE;
    }
    boolean smooth = smoothing > 0;
    List<Curve> loss =
        smooth
            ? List.of(
                raw("loss", steps, axis, Column.LOSS, 0, true),
                raw("price token", steps, axis, Column.PRICE_LOSS, 1, true),
                smoothed("loss", steps, axis, Column.LOSS, 0, smoothing),
                smoothed("price token", steps, axis, Column.PRICE_LOSS, 1, smoothing))
            : List.of(
                raw("loss", steps, axis, Column.LOSS, 0, false),
                raw("price token", steps, axis, Column.PRICE_LOSS, 1, false));
    return new TrainingCharts(
        loss,
        List.of(raw("rate", steps, axis, Column.RATE, 2, false)),
        List.of(raw("norm", steps, axis, Column.NORM, 3, false)),
        List.of(raw("tokens/s", steps, axis, Column.SPEED, 0, false)),
        List.of(raw("GB", steps, axis, Column.MEMORY, 1, false)));
  }

  private static Curve raw(
      String name, Snapshot steps, Column axis, Column value, int color, boolean faint) {
    return new Curve(
        name,
        Thin.minMax(steps.column(axis), steps.column(value), steps.size(), BUCKETS),
        color,
        faint);
  }

  private static Curve smoothed(
      String name, Snapshot steps, Column axis, Column value, int color, double weight) {
    double[] mean = Thin.smooth(steps.column(value), steps.size(), weight);
    return new Curve(
        name, Thin.minMax(steps.column(axis), mean, steps.size(), BUCKETS), color, false);
  }
}
