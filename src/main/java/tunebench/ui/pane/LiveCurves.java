package tunebench.ui.pane;

import java.util.List;
import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleDoubleProperty;
import org.jspecify.annotations.Nullable;
import tunebench.run.StepPoint;
import tunebench.ui.pane.StepColumns.Column;
import tunebench.ui.work.Pace;
import tunebench.ui.work.Work;

/** A run's steps as they come, the curves drawn of them, and the step that is pointed at. */
final class LiveCurves {
  /** Curves that grow look alive at this pace; five of them take five frames. */
  private static final long REDRAW_MILLIS = 85;

  private final Work work;
  private final Consumer<String> problem;
  private final BooleanProperty byEpoch = new SimpleBooleanProperty();
  private final DoubleProperty smoothing = new SimpleDoubleProperty(0.9);
  private final ReadOnlyObjectWrapper<TrainingCharts> charts =
      new ReadOnlyObjectWrapper<>(TrainingCharts.NONE);
  private final ReadOnlyObjectWrapper<@Nullable StepPoint> pointed = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable StepPoint> last = new ReadOnlyObjectWrapper<>();
  private final TrainingCurves curves = new TrainingCurves();
  private final Pace pace = new Pace(REDRAW_MILLIS);
  private StepColumns steps = new StepColumns();
  private int runs;
  private boolean dirty;
  private boolean reducing;

  /**
   * Sets up.
   *
   * @param problem told why curves could not be drawn
   */
  LiveCurves(Work work, Consumer<String> problem) {
    this.work = work;
    this.problem = problem;
    smoothing.subscribe((before, now) -> redraw());
    byEpoch.subscribe((before, now) -> redraw());
  }

  /** Begins another run. */
  void clear() {
    runs++;
    steps = new StepColumns();
    charts.set(TrainingCharts.NONE);
    pointed.set(null);
    last.set(null);
  }

  /** Takes a step that was just made. */
  void add(StepPoint step) {
    steps.add(step);
    redraw();
  }

  /**
   * Takes steps that were asked for.
   *
   * @return whether later ones must be asked for again
   */
  boolean take(List<StepPoint> found) {
    // Events came before the answer: begin with the answer and put them behind it.
    boolean before = steps.size() > 0 && !found.isEmpty() && found.getFirst().step() < firstStep();
    if (before) {
      steps = new StepColumns();
    }
    found.forEach(steps::add);
    redraw();
    return before;
  }

  private double firstStep() {
    return steps.snapshot().column(Column.STEP)[0];
  }

  /** The number of the last step that is known, 0 while there is none. */
  int known() {
    StepPoint step = steps.last();
    return step == null ? 0 : step.step();
  }

  /** Cuts the curves to size away from the FX thread; at most one such work is under way. */
  private void redraw() {
    dirty = true;
    if (reducing) {
      return;
    }
    reducing = true;
    dirty = false;
    // Here and not with each step: what hears of it costs more than a step may.
    last.set(steps.last());
    var snapshot = steps.snapshot();
    Column axis = axis();
    double weight = smoothing.get();
    int of = runs;
    work.call(
            () -> {
              if (work.leaves()) {
                pace.keep();
              }
              return curves.of(snapshot, axis, weight);
            })
        .then(
            drawn -> {
              reducing = false;
              if (of == runs) {
                charts.set(drawn);
              }
              if (dirty) {
                redraw();
              }
            })
        .otherwise(
            why -> {
              reducing = false;
              problem.accept(why);
            })
        .start();
  }

  private Column axis() {
    return byEpoch.get() ? Column.EPOCH : Column.STEP;
  }

  /** Points at the step nearest to a place on the axis below. */
  void point(double x) {
    pointed.set(steps.nearest(x, axis()));
  }

  /** Points at the step so many before or behind the one that is pointed at. */
  void move(int by) {
    StepPoint at = pointed.get() == null ? steps.last() : pointed.get();
    if (at != null) {
      pointed.set(steps.nearest(at.step() + by, Column.STEP));
    }
  }

  BooleanProperty byEpochProperty() {
    return byEpoch;
  }

  DoubleProperty smoothingProperty() {
    return smoothing;
  }

  ReadOnlyObjectProperty<TrainingCharts> chartsProperty() {
    return charts.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<@Nullable StepPoint> pointedProperty() {
    return pointed.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<@Nullable StepPoint> lastProperty() {
    return last.getReadOnlyProperty();
  }
}
