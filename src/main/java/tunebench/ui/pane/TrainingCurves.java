package tunebench.ui.pane;

import java.util.List;
import tunebench.ui.chart.Curves.Curve;
import tunebench.ui.chart.Envelope;
import tunebench.ui.chart.Smoothing;
import tunebench.ui.pane.StepColumns.Column;
import tunebench.ui.pane.StepColumns.Snapshot;

/**
 * The curves of one run, kept at the size of a screen. A snapshot that only has more steps than the
 * last costs what the new steps cost; another axis, another smoothing, or a run that went back is
 * reckoned from the start. To be called off the FX thread, by one thread at a time.
 */
final class TrainingCurves {
  /** At most three points come of each: fewer than 2,000 on each curve. */
  private static final int BUCKETS = 600;

  private Envelope[] raw = {};
  private Envelope[] smooth = {};
  private Smoothing[] averages = {};
  private Kind kind = new Kind(-1, Column.STEP, 0);
  private int done;

  /** What all that is kept was reckoned for. */
  private record Kind(long history, Column axis, double smoothing) {}

  /** The curves of all steps up to a snapshot. */
  TrainingCharts of(Snapshot steps, Column axis, double smoothing) {
    var asked = new Kind(steps.history(), axis, smoothing);
    if (!asked.equals(kind) || steps.size() < done) {
      begin(asked);
    }
    double[] x = steps.column(axis);
    double[] loss = steps.column(Column.LOSS);
    double[] price = steps.column(Column.PRICE_LOSS);
    Column[] columns = Column.values();
    for (; done < steps.size(); done++) {
      for (int c = 0; c < columns.length; c++) {
        raw[c].add(x[done], steps.column(columns[c])[done]);
      }
      smooth[0].add(x[done], averages[0].next(loss[done]));
      smooth[1].add(x[done], averages[1].next(price[done]));
    }
    return done == 0 ? TrainingCharts.NONE : charts(smoothing > 0);
  }

  private void begin(Kind asked) {
    kind = asked;
    done = 0;
    raw = new Envelope[Column.values().length];
    for (int i = 0; i < raw.length; i++) {
      raw[i] = new Envelope(BUCKETS);
    }
    smooth = new Envelope[] {new Envelope(BUCKETS), new Envelope(BUCKETS)};
    averages = new Smoothing[] {new Smoothing(asked.smoothing()), new Smoothing(asked.smoothing())};
  }

  private TrainingCharts charts(boolean smoothed) {
    Curve loss = curve("loss", Column.LOSS, 0, smoothed);
    Curve price = curve("price token", Column.PRICE_LOSS, 1, smoothed);
    return new TrainingCharts(
        smoothed
            ? List.of(
                loss,
                price,
                new Curve("loss", smooth[0].points(), 0, false),
                new Curve("price token", smooth[1].points(), 1, false))
            : List.of(loss, price),
        List.of(curve("rate", Column.RATE, 2, false)),
        List.of(curve("norm", Column.NORM, 3, false)),
        List.of(curve("tokens/s", Column.SPEED, 0, false)),
        List.of(curve("GB", Column.MEMORY, 1, false)));
  }

  private Curve curve(String name, Column column, int color, boolean faint) {
    return new Curve(name, raw[StepColumns.index(column)].points(), color, faint);
  }
}
