package tunebench.ui.lab1quantize;

import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import tunebench.protocol.Event;
import tunebench.protocol.JobInfo;
import tunebench.protocol.JobRequest;
import tunebench.protocol.JobState;
import tunebench.protocol.Task;
import tunebench.run.DataChoice;
import tunebench.run.DecoderChoice;
import tunebench.run.EvaluateSpec;
import tunebench.run.ModelChoice;
import tunebench.run.Scores;
import tunebench.ui.control.Formats;
import tunebench.ui.work.Desk;
import tunebench.ui.work.Phase;
import tunebench.ui.work.Screen;

/** The same rows priced in several formats, one after the other: what the bits cost in dollars. */
public final class TrialsViewModel {
  /** Two batches. */
  private static final int FEW = 16;

  private final Desk desk;
  private final Screen screen = new Screen();
  private final IntegerProperty rows = new SimpleIntegerProperty(50);
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
  private final ObservableList<Trial> trials = FXCollections.observableArrayList();

  /**
   * A format's trial.
   *
   * @param job that makes it
   * @param state in words
   * @param rate products per second, NaN until known
   * @param mae in dollars with its 95 % interval, NaN until known
   */
  public record Trial(
      String quantization,
      String job,
      String run,
      String state,
      double rate,
      double mae,
      double low,
      double high,
      int unparsed) {}

  public TrialsViewModel(Desk desk) {
    this.desk = desk;
    desk.feed().listen(this::heard);
  }

  /** Prices the first rows of the test part in each of these formats. */
  public void start(List<String> formats) {
    ModelChoice model = desk.workspace().choice();
    DataChoice data = desk.draft().data();
    if (model == null || data == null) {
      screen.failed(
          "Open a model and import products first: both are chosen on the left.", screen::empty);
      return;
    }
    trials.clear();
    problem.set("");
    screen.busy("Queueing " + formats.size() + " evaluations …");
    for (String format : formats) {
      var spec =
          new EvaluateSpec(
              "Lab 1: " + Formats.name(format),
              new ModelChoice(model.folder(), format, model.device()),
              "",
              "last",
              data,
              "test",
              rows.get(),
              DecoderChoice.topThree(),
              8,
              desk.draft().trainingProperty().get().maxTokens(),
              true);
      desk.jobs()
          .submit(
              new Task.Evaluate(spec),
              job -> {
                double none = Double.NaN;
                add(
                    formats,
                    new Trial(format, job.id(), job.run(), "waits", none, none, none, none, 0));
                screen.ready();
                take(job);
              },
              why -> screen.failed(why, () -> start(formats)));
    }
  }

  /** Jobs are taken on in any order; their rows stand as the formats do. */
  private void add(List<String> formats, Trial trial) {
    int at = 0;
    while (at < trials.size()
        && formats.indexOf(trials.get(at).quantization()) < formats.indexOf(trial.quantization())) {
      at++;
    }
    trials.add(at, trial);
  }

  /** Stops what still runs or waits. */
  public void cancel() {
    for (Trial trial : new ArrayList<>(trials)) {
      if (!ended(trial)) {
        desk.jobs().order(new JobRequest.Cancel(trial.job()), why -> {});
      }
    }
  }

  /** Whether a trial still runs or waits. */
  public boolean running() {
    return screen.phase() == Phase.READY && !trials.stream().allMatch(TrialsViewModel::ended);
  }

  private static boolean ended(Trial trial) {
    return List.of("done", "failed", "cancelled").contains(trial.state());
  }

  private void heard(Event event) {
    if (event instanceof Event.JobChanged changed) {
      take(changed.job());
    } else if (event instanceof Event.Scored scored) {
      score(scored.run(), scored.scores());
    }
  }

  private void take(JobInfo job) {
    for (int i = 0; i < trials.size(); i++) {
      Trial t = trials.get(i);
      if (t.job().equals(job.id())) {
        String state =
            switch (job.state()) {
              case QUEUED -> "waits";
              case DONE -> "done";
              case FAILED -> "failed";
              case CANCELLED -> "cancelled";
              default -> job.done() + " of " + job.total();
            };
        // The first batch warms up and is not timed; of fewer rows nothing is left to time.
        double rate = job.rate() > 0 && job.total() > FEW ? job.rate() : t.rate();
        trials.set(
            i,
            new Trial(
                t.quantization(),
                t.job(),
                job.run(),
                state,
                rate,
                t.mae(),
                t.low(),
                t.high(),
                t.unparsed()));
        if (job.state() == JobState.DONE) {
          fetch(job);
        } else if (job.state() == JobState.FAILED) {
          problem.set(Formats.name(t.quantization()) + ": " + job.problem());
        }
      }
    }
  }

  private void fetch(JobInfo job) {
    desk.jobs()
        .outcome(
            job.id(),
            detail -> {
              if (detail.outcome() instanceof tunebench.protocol.Outcome.Evaluated evaluated) {
                score(evaluated.run(), evaluated.scores());
              }
            },
            why -> {});
  }

  private void score(String run, Scores scores) {
    for (int i = 0; i < trials.size(); i++) {
      Trial t = trials.get(i);
      if (!run.isEmpty() && t.run().equals(run)) {
        trials.set(
            i,
            new Trial(
                t.quantization(),
                t.job(),
                run,
                t.state(),
                t.rate(),
                scores.mae(),
                scores.maeLow(),
                scores.maeHigh(),
                scores.unparsed()));
      }
    }
  }

  public Screen screen() {
    return screen;
  }

  /** Why a format could not be tried; "" where all could. */
  public ReadOnlyStringProperty problemProperty() {
    return problem.getReadOnlyProperty();
  }

  /** How many products each format prices. */
  public IntegerProperty rowsProperty() {
    return rows;
  }

  public ObservableList<Trial> trials() {
    return trials;
  }
}
