package tunebench.launch;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tunebench.report.LossPoint;
import tunebench.report.RunCharts;
import tunebench.service.StepPoints;
import tunebench.track.TrackedRun;
import tunebench.train.StepRecord;
import tunebench.train.TrainListener;

/** A training that trackers are told of, if there are any. */
final class TrackedTraining implements TrainListener, AutoCloseable {
  private final Optional<TrackedRun> run;
  private final Path folder;
  private final PrintWriter err;
  private final List<LossPoint> curve = new ArrayList<>();
  private boolean finished;

  TrackedTraining(Optional<TrackedRun> run, Path folder, PrintWriter err) {
    this.run = run;
    this.folder = folder;
    this.err = err;
  }

  @Override
  public void stepped(StepRecord s) {
    if (run.isEmpty()) {
      return;
    }
    curve.add(new LossPoint(s.step(), s.loss(), s.priceLoss(), s.learningRate(), s.gradientNorm()));
    run.get().step(StepPoints.of(s, 0));
  }

  /** The adapter is written, and the run is over. */
  void finished(Path adapter) throws IOException {
    finished = true;
    if (run.isEmpty()) {
      return;
    }
    long last = curve.isEmpty() ? 0 : curve.getLast().step();
    Path chart = folder.resolve("loss.png");
    Files.write(chart, RunCharts.loss(curve));
    run.get().picture(last, "loss", chart);
    run.get().adapter(last, "pricer-adapter", adapter);
    run.get().end(false, "");
  }

  @Override
  public void close() throws IOException {
    if (run.isEmpty()) {
      return;
    }
    if (!finished) {
      run.get().end(true, "Training stopped before its end.");
    }
    run.get().close();
    List<String> left = run.get().backlog();
    if (!left.isEmpty()) {
      err.printf(
          "Not all was sent to %s yet; track --dir %s --track KIND sends the rest.%n",
          String.join(", ", left), folder);
    }
  }
}
