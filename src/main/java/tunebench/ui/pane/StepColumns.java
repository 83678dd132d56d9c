package tunebench.ui.pane;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tunebench.run.StepPoint;

/**
 * All steps of a run, by column. Only ever added to, so that a snapshot stays true while more come:
 * arrays are replaced when they are full, never changed below a snapshot's length.
 */
final class StepColumns {
  private static final int COLUMNS = Column.values().length;

  private static final AtomicLong HISTORIES = new AtomicLong();

  private final List<StepPoint> points = new ArrayList<>();
  private double[][] data = new double[COLUMNS][256];
  private long history = HISTORIES.incrementAndGet();

  /** What is kept of each step. */
  enum Column {
    STEP,
    EPOCH,
    LOSS,
    PRICE_LOSS,
    RATE,
    NORM,
    SPEED,
    MEMORY
  }

  /**
   * The steps at one moment.
   *
   * @param size how many entries of each column count
   * @param history changes when steps were taken back; until then later snapshots begin as earlier
   *     ones do
   */
  @SuppressWarnings("ArrayRecordComponent") // a view that nobody compares
  record Snapshot(double[][] data, int size, long history) {
    double[] column(Column column) {
      return data[index(column)];
    }
  }

  static int index(Column column) {
    return switch (column) {
      case STEP -> 0;
      case EPOCH -> 1;
      case LOSS -> 2;
      case PRICE_LOSS -> 3;
      case RATE -> 4;
      case NORM -> 5;
      case SPEED -> 6;
      case MEMORY -> 7;
    };
  }

  /** Takes a step unless it is there already; steps of a run that went back replace those after. */
  void add(StepPoint p) {
    if (!points.isEmpty() && p.step() <= points.getLast().step()) {
      if (p.step() == points.getLast().step()) {
        return;
      }
      // The run went on from a checkpoint: what came after it did not happen.
      while (!points.isEmpty() && points.getLast().step() >= p.step()) {
        points.removeLast();
      }
      data = copy(data[0].length);
      history = HISTORIES.incrementAndGet();
    }
    int at = points.size();
    if (at == data[0].length) {
      data = copy(2 * at);
    }
    points.add(p);
    data[0][at] = p.step();
    data[1][at] = p.epoch();
    data[2][at] = p.loss();
    data[3][at] = p.priceLoss();
    data[4][at] = p.learningRate();
    data[5][at] = p.gradientNorm();
    data[6][at] = p.tokensPerSecond();
    data[7][at] = p.memoryBytes() / 1e9;
  }

  private double[][] copy(int length) {
    double[][] next = new double[COLUMNS][];
    for (int i = 0; i < COLUMNS; i++) {
      next[i] = Arrays.copyOf(data[i], length);
    }
    return next;
  }

  int size() {
    return points.size();
  }

  Snapshot snapshot() {
    return new Snapshot(data, points.size(), history);
  }

  /** The step nearest to a place on the axis below, or null while there are none. */
  @Nullable StepPoint nearest(double x, Column axis) {
    if (points.isEmpty()) {
      return null;
    }
    double[] values = data[index(axis)];
    int at = Arrays.binarySearch(values, 0, points.size(), x);
    int after = Math.min(at < 0 ? -at - 1 : at, points.size() - 1);
    int before = Math.max(after - 1, 0);
    boolean nearer = Math.abs(values[before] - x) < Math.abs(values[after] - x);
    return points.get(nearer ? before : after);
  }

  @Nullable StepPoint last() {
    return points.isEmpty() ? null : points.getLast();
  }
}
