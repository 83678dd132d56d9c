package tunebench.service.work;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import tunebench.protocol.Outcome;
import tunebench.run.TrainSpec;
import tunebench.service.job.Ending;
import tunebench.service.job.JobControl;
import tunebench.service.job.JobWork;

/**
 * Queues a training run for each combination of settings.
 *
 * @param queue queues one run and returns its id
 */
record SweepWork(List<TrainSpec> specs, Function<TrainSpec, String> queue) implements JobWork {
  @Override
  public Ending run(JobControl control) {
    List<String> runs = new ArrayList<>();
    control.stage("queueing");
    control.progress(0, specs.size(), "runs");
    for (TrainSpec spec : specs) {
      runs.add(queue.apply(spec));
      control.progress(runs.size(), specs.size(), "runs");
    }
    return new Ending.Done(new Outcome.Swept(runs));
  }

  @Override
  public String explain(Exception failure) {
    return Failures.sentence(failure);
  }
}
