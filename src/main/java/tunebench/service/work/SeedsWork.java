package tunebench.service.work;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import tunebench.protocol.Outcome;
import tunebench.run.EvaluateSpec;
import tunebench.run.TrainSpec;
import tunebench.service.job.Ending;
import tunebench.service.job.JobControl;
import tunebench.service.job.JobWork;

/**
 * Queues a training run and its evaluation for each seed.
 *
 * @param queue queues both and returns the evaluation's id
 */
record SeedsWork(List<Long> seeds, LongFunction<String> queue) implements JobWork {

  /** The same run with another seed of order, first adapter and dropout; the split stays. */
  static TrainSpec with(TrainSpec base, long seed) {
    TrainSpec spec = Specs.with(base, "training.seed", String.valueOf(seed));
    String name = spec.name().isBlank() ? "" : spec.name() + ", ";
    return Specs.with(spec, "name", name + "seed " + seed);
  }

  /** The evaluation of one of the runs. */
  static EvaluateSpec of(EvaluateSpec e, String adapter, long seed) {
    return new EvaluateSpec(
        (e.name().isBlank() ? "" : e.name() + ", ") + "seed " + seed,
        e.model(),
        adapter,
        e.checkpoint(),
        e.data(),
        e.part(),
        e.limit(),
        e.decoder(),
        e.batch(),
        e.maxTokens(),
        e.baselines());
  }

  @Override
  public Ending run(JobControl control) {
    List<String> runs = new ArrayList<>();
    control.stage("queueing");
    control.progress(0, seeds.size(), "seeds");
    for (long seed : seeds) {
      runs.add(queue.apply(seed));
      control.progress(runs.size(), seeds.size(), "seeds");
    }
    return new Ending.Done(new Outcome.Swept(runs));
  }

  @Override
  public String explain(Exception failure) {
    return Failures.sentence(failure);
  }
}
