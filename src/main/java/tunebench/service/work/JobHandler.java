package tunebench.service.work;

import java.util.List;
import java.util.Objects;
import tunebench.BadInputException;
import tunebench.protocol.JobReply;
import tunebench.protocol.JobRequest;
import tunebench.protocol.Reply;
import tunebench.protocol.Task;
import tunebench.quant.Quantization;
import tunebench.run.EvaluateSpec;
import tunebench.run.RunRecord;
import tunebench.run.RunStatus;
import tunebench.run.TrainSpec;
import tunebench.service.job.JobQueue;
import tunebench.service.job.JobWork;

/** Turns tasks into jobs, and answers about the queue. */
record JobHandler(Engine engine, JobQueue queue) {

  Reply answer(JobRequest<?> request) {
    return switch (request) {
      case JobRequest.Submit submit -> submit(submit.task());
      case JobRequest.Jobs _ -> new JobReply.JobList(queue.list());
      case JobRequest.Job job -> queue.get(job.job());
      case JobRequest.Pause pause -> marked(queue.pause(pause.job()), RunStatus.PAUSED);
      case JobRequest.Resume resume -> marked(queue.resume(resume.job()), RunStatus.QUEUED);
      case JobRequest.Cancel cancel -> queue.cancel(cancel.job());
      case JobRequest.Finish finish -> queue.finish(finish.job());
      case JobRequest.Save save -> queue.save(save.job());
      case JobRequest.Move move -> {
        queue.move(move.job(), move.place());
        yield new JobReply.JobList(queue.list());
      }
    };
  }

  /** A job that waits is told here; one that runs tells itself. */
  private JobReply.JobDetail marked(JobReply.JobDetail detail, RunStatus status) {
    boolean waits =
        detail.job().state() == tunebench.protocol.JobState.PAUSED
            || detail.job().state() == tunebench.protocol.JobState.QUEUED;
    if (waits && !detail.job().run().isEmpty()) {
      engine.put(detail.job().run(), status, "");
    }
    return detail;
  }

  private Reply submit(Task task) {
    return switch (task) {
      case Task.LoadModel load -> {
        Quantization.of(load.model().quantization());
        yield queue.submit(
            "Load %s as %s"
                .formatted(Origin.name(load.model().folder()), load.model().quantization()),
            name(task),
            new LoadWork(load.model(), new Journals(engine)));
      }
      case Task.Train train -> train(train.spec(), "");
      case Task.ResumeRun resume -> resume(resume.run());
      case Task.Evaluate evaluate -> evaluate(evaluate.spec());
      case Task.Sweep sweep -> {
        List<TrainSpec> specs = Specs.grid(sweep.base(), sweep.values());
        specs.forEach(this::check);
        String id = Engine.newId();
        yield queue.submit(
            "Sweep of %d runs".formatted(specs.size()),
            name(task),
            new SweepWork(specs, spec -> train(spec, id).job().run()));
      }
      case Task.Predict predict ->
          queue.submit(
              "Price " + Origin.name(predict.file()), name(task), new PredictWork(engine, predict));
      case Task.Replay replay -> replay(replay.run());
      case Task.Seeds seeds -> seeds(seeds);
      case Task.Merge _, Task.Export _ ->
          throw new BadInputException(
              "This service cannot write merged models yet; use the adapter's folder with PEFT.");
    };
  }

  private static String name(Task task) {
    return task.getClass().getSimpleName();
  }

  /** Refuses what cannot work before it waits in the queue. */
  private void check(TrainSpec spec) {
    Specs.training(spec.training());
    Specs.lora(spec.adapter());
    Quantization.of(spec.model().quantization());
    PriceTemplates.of(spec.data().template());
    Models.info(java.nio.file.Path.of(spec.model().folder()));
    engine.datasets().split(spec.data());
    if (spec.saving().every() < 1 || spec.saving().keep() < 1) {
      throw new BadInputException("saving.every and saving.keep must be at least 1.");
    }
  }

  private JobReply.JobDetail train(TrainSpec spec, String sweep) {
    check(spec);
    long plan =
        MemoryPlanner.items(spec, tunebench.tensor.Devices.choose(spec.model().device()).isGpu())
            .stream()
            .mapToLong(tunebench.protocol.ModelReply.MemoryItem::bytes)
            .sum();
    RunRecord record = new NewRuns(engine).training(spec, sweep, plan);
    return queued(record, "Train", new TrainWork(engine, record.id()));
  }

  private JobReply.JobDetail evaluate(EvaluateSpec spec) {
    Quantization.of(spec.model().quantization());
    tunebench.eval.Decoder.of(spec.decoder().kind());
    engine.datasets().part(spec.data(), spec.part());
    if (!spec.adapter().isEmpty()) {
      Adapters.folder(engine, spec.adapter(), spec.checkpoint());
    }
    return queued(new NewRuns(engine).evaluation(spec), "Evaluate");
  }

  private JobReply.JobDetail queued(RunRecord record, String task, JobWork work) {
    engine.store().add(record);
    engine.ring().tell(new tunebench.protocol.Event.RunChanged(record.summary()));
    return queue.submit(task + " " + record.summary().name(), task, work);
  }

  /** The same spec under a new id, and then held against the first. */
  private JobReply.JobDetail replay(String run) {
    RunRecord first = engine.store().get(run);
    if (first.summary().status() != RunStatus.FINISHED) {
      throw new BadInputException(
          "Run \"%s\" is %s; only a finished run can be made once more."
              .formatted(
                  first.summary().name(),
                  first.summary().status().name().toLowerCase(java.util.Locale.ROOT)));
    }
    TrainSpec train = first.train();
    if (train != null) {
      check(train);
    }
    RunRecord second = new NewRuns(engine).again(first);
    JobWork work =
        first.train() == null
            ? new EvaluateWork(engine, second.id())
            : new TrainWork(engine, second.id());
    return queued(second, "Replay", new ReplayWork(engine, run, work));
  }

  /** A training run and its evaluation for each seed, one behind the other in the queue. */
  private JobReply.JobDetail seeds(Task.Seeds wanted) {
    if (wanted.seeds().stream().distinct().count() < 2) {
      throw new BadInputException(
          "A noise floor takes at least two different seeds; there are %s."
              .formatted(wanted.seeds()));
    }
    check(wanted.base());
    String id = Engine.newId();
    return queue.submit(
        "Noise floor of %d seeds".formatted(wanted.seeds().size()),
        name(wanted),
        new SeedsWork(
            wanted.seeds(),
            seed -> {
              TrainSpec spec = SeedsWork.with(wanted.base(), seed);
              String trained = train(spec, id).job().run();
              EvaluateSpec e = SeedsWork.of(wanted.evaluation(), trained, seed);
              return queued(new NewRuns(engine).evaluation(e), "Evaluate").job().run();
            }));
  }

  private JobReply.JobDetail queued(RunRecord record, String task) {
    return queued(record, task, new EvaluateWork(engine, record.id()));
  }

  private JobReply.JobDetail resume(String run) {
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
                  record.summary().status().name().toLowerCase(java.util.Locale.ROOT)));
    }
    engine.put(run, RunStatus.QUEUED, "");
    boolean trains = record.train() != null;
    JobWork work = trains ? new TrainWork(engine, run) : new EvaluateWork(engine, run);
    return queue.submit(
        "Resume " + Objects.requireNonNull(record.summary().name()),
        trains ? "Train" : "Evaluate",
        work);
  }
}
