package tunebench.ui.trust;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;
import tunebench.protocol.Event;
import tunebench.protocol.JobInfo;
import tunebench.protocol.Outcome;
import tunebench.protocol.RunRequest;
import tunebench.protocol.Task;
import tunebench.run.EvaluateSpec;
import tunebench.run.RunRecord;
import tunebench.run.TrainSpec;
import tunebench.ui.work.Desk;

/**
 * Makes a run once more: to the bit with the same seed, or with others to see what the seed does.
 */
public final class AgainViewModel {
  /** Seeds beside the run's own. */
  private static final int MORE_SEEDS = 2;

  private final Desk desk;
  private final ReadOnlyStringWrapper same = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper other = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
  private String job = "";

  public AgainViewModel(Desk desk) {
    this.desk = desk;
    desk.feed().listen(this::heard);
  }

  /** Forgets what was said of an earlier run. */
  public void clear() {
    job = "";
    same.set("");
    other.set("");
    problem.set("");
  }

  /** Repeats a run and compares the two bit by bit. */
  public void replay(RunRecord run) {
    clear();
    submit(
        new Task.Replay(run.id()),
        made -> {
          job = made.id();
          same.set("“%s” is made once more; the queue shows how far it is.".formatted(name(run)));
        });
  }

  private static String name(RunRecord run) {
    return run.summary().name();
  }

  /** Trains and evaluates an evaluation's settings with further seeds. */
  public void seeds(RunRecord run) {
    clear();
    EvaluateSpec evaluation = run.evaluate();
    if (evaluation == null || evaluation.adapter().isEmpty()) {
      problem.set(
          "Choose the evaluation of an adapter that was trained here: the seed is training's.");
      return;
    }
    desk.ask(new RunRequest.Run(evaluation.adapter()))
        .then(found -> seeds(evaluation, found.run().train()))
        .otherwise(problem::set)
        .start();
  }

  private void seeds(EvaluateSpec evaluation, @Nullable TrainSpec spec) {
    if (spec == null) {
      problem.set("The adapter was not trained here, so nobody knows its seed.");
      return;
    }
    long own = spec.training().seed();
    // The run itself is one of them already.
    List<Long> seeds = LongStream.rangeClosed(own + 1, own + MORE_SEEDS).boxed().toList();
    submit(
        new Task.Seeds(spec, seeds, evaluation),
        made ->
            same.set(
                "%d more seeds are trained and evaluated; then every comparison of these settings shows"
                        .formatted(seeds.size())
                    + " what the seed alone makes."));
  }

  private void submit(Task task, Consumer<JobInfo> then) {
    desk.jobs().submit(task, then, problem::set);
  }

  private void heard(Event event) {
    if (event instanceof Event.JobChanged changed
        && changed.job().id().equals(job)
        && changed.job().state().ended()) {
      if (!changed.job().problem().isEmpty()) {
        same.set("");
        problem.set(changed.job().problem());
      } else {
        desk.jobs().outcome(job, detail -> told(detail.outcome()), problem::set);
      }
    }
  }

  private void told(@Nullable Outcome outcome) {
    if (outcome instanceof Outcome.Replayed replayed) {
      same.set(replayed.identical() ? replayed.sentence() : "");
      other.set(replayed.identical() ? "" : replayed.sentence());
    } else {
      same.set("");
    }
  }

  /** What goes on, or that the two runs are the same to the bit. */
  public ReadOnlyStringProperty sameProperty() {
    return same.getReadOnlyProperty();
  }

  /** Where the two runs differ, and why. */
  public ReadOnlyStringProperty otherProperty() {
    return other.getReadOnlyProperty();
  }

  public ReadOnlyStringProperty problemProperty() {
    return problem.getReadOnlyProperty();
  }
}
