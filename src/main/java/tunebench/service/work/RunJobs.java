package tunebench.service.work;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import tunebench.BadInputException;
import tunebench.eval.Decoder;
import tunebench.protocol.Event;
import tunebench.protocol.JobReply;
import tunebench.protocol.ModelReply;
import tunebench.protocol.Task;
import tunebench.quant.Quantization;
import tunebench.run.EvaluateSpec;
import tunebench.run.RunRecord;
import tunebench.run.RunStatus;
import tunebench.run.TrainSpec;
import tunebench.service.job.JobQueue;
import tunebench.service.job.JobWork;
import tunebench.tensor.Devices;

/** Queues the runs that tasks make, refusing what cannot work before it waits. */
record RunJobs(Engine engine, JobQueue queue) {

  /** What goes on with a run: its training or its evaluation. */
  JobWork work(String run) {
    EvaluateSpec spec = engine.store().get(run).evaluate();
    return spec == null
        ? new TrainWork(engine, run)
        : MeteredWork.onDevice(new EvaluateWork(engine, run), spec.model().device());
  }

  /** The same, and then a comparison with the run that it repeats. */
  JobWork work(Task.Replay replay, String run) {
    return new ReplayWork(engine, replay.run(), work(run));
  }

  /** Refuses settings that cannot work. */
  void check(TrainSpec spec) {
    Specs.training(spec.training());
    Specs.lora(spec.adapter());
    Quantization.of(spec.model().quantization());
    PriceTemplates.of(spec.data().template());
    Models.info(Path.of(spec.model().folder()));
    engine.datasets().split(spec.data());
    Telling.check(engine, spec.tracking());
    if (spec.saving().every() < 1 || spec.saving().keep() < 1) {
      throw new BadInputException("saving.every and saving.keep must be at least 1.");
    }
  }

  /**
   * Queues a training run.
   *
   * @param sweep id of the sweep that it belongs to, "" for none
   */
  JobReply.JobDetail train(TrainSpec spec, String sweep) {
    check(spec);
    long plan =
        new MemoryPlanner(engine)
            .items(spec, Devices.choose(spec.model().device()).isGpu()).stream()
                .mapToLong(ModelReply.MemoryItem::bytes)
                .sum();
    return queued(new NewRuns(engine).training(spec, sweep, plan), new Task.Train(spec));
  }

  JobReply.JobDetail evaluate(Task.Evaluate task) {
    EvaluateSpec spec = task.spec();
    Quantization.of(spec.model().quantization());
    Decoder.of(spec.decoder().kind());
    engine.datasets().part(spec.data(), spec.part());
    if (!spec.adapter().isEmpty()) {
      Adapters.folder(engine, spec.adapter(), spec.checkpoint());
    }
    return queued(new NewRuns(engine).evaluation(spec), task);
  }

  /** A training run for each combination of settings. */
  SweepWork sweep(Task.Sweep sweep) {
    String id = Engine.newId();
    List<TrainSpec> specs = Specs.grid(sweep.base(), sweep.values());
    return new SweepWork(specs, spec -> train(spec, id).job().run());
  }

  /** A training run and its evaluation for each seed, one behind the other in the queue. */
  SeedsWork seeds(Task.Seeds wanted) {
    if (wanted.seeds().stream().distinct().count() < 2) {
      throw new BadInputException(
          "A noise floor takes at least two different seeds; there are %s."
              .formatted(wanted.seeds()));
    }
    String id = Engine.newId();
    return new SeedsWork(
        wanted.seeds(),
        seed -> {
          TrainSpec spec = SeedsWork.with(wanted.base(), seed);
          String trained = train(spec, id).job().run();
          EvaluateSpec e = SeedsWork.of(wanted.evaluation(), trained, seed);
          return queued(new NewRuns(engine).evaluation(e), new Task.Evaluate(e)).job().run();
        });
  }

  /** The same spec under a new id, and then held against the first. */
  JobReply.JobDetail replay(Task.Replay task) {
    RunRecord first = engine.store().get(task.run());
    if (first.summary().status() != RunStatus.FINISHED) {
      throw new BadInputException(
          "Run \"%s\" is %s; only a finished run can be made once more."
              .formatted(
                  first.summary().name(),
                  first.summary().status().name().toLowerCase(Locale.ROOT)));
    }
    TrainSpec train = first.train();
    if (train != null) {
      check(train);
    }
    return queued(new NewRuns(engine).again(first), task, run -> work(task, run));
  }

  /** Goes on with a run that has no job any more. */
  JobReply.JobDetail resume(String run) {
    RunRecord record = engine.store().get(run);
    if (queue.hasRun(run)) {
      throw new BadInputException(
          "Run \"%s\" has a job already; resume that.".formatted(record.summary().name()));
    }
    if (!record.summary().status().resumable()) {
      throw new BadInputException(
          "Run \"%s\" is %s, so there is nothing to resume."
              .formatted(
                  record.summary().name(),
                  record.summary().status().name().toLowerCase(Locale.ROOT)));
    }
    engine.put(run, RunStatus.QUEUED, "");
    Task task = new Task.ResumeRun(run);
    return queue.submit("Resume " + record.summary().name(), task, work(run));
  }

  private JobReply.JobDetail queued(RunRecord record, Task task) {
    return queued(record, task, this::work);
  }

  /** Keeps the record before its work is made, which reads it. */
  private JobReply.JobDetail queued(RunRecord record, Task task, Function<String, JobWork> work) {
    engine.store().add(record);
    engine.ring().tell(new Event.RunChanged(record.summary()));
    return queue.submit(
        task.getClass().getSimpleName() + " " + record.summary().name(),
        task,
        work.apply(record.id()));
  }
}
