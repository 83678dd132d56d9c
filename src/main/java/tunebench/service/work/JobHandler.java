package tunebench.service.work;

import java.nio.file.Path;
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
record JobHandler(Engine engine, JobQueue queue, Path shipped) {

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

  private JobReply.JobDetail submit(Task task) {
    return switch (task) {
      case Task.LoadModel load -> {
        Quantization format = Quantization.of(load.model().quantization());
        yield queue.submit(
            "Load %s as %s".formatted(Origin.name(load.model().folder()), format.title()),
            task,
            work(task, ""));
      }
      case Task.Train train -> train(train.spec(), "");
      case Task.ResumeRun resume -> resume(resume.run());
      case Task.Evaluate evaluate -> evaluate(evaluate);
      case Task.Sweep sweep -> {
        SweepWork work = sweep(sweep);
        work.specs().forEach(this::check);
        yield queue.submit(
            "Sweep of %d runs".formatted(work.specs().size()), task, MeteredWork.onHeap(work));
      }
      case Task.Predict predict ->
          queue.submit("Price " + Origin.name(predict.file()), task, work(task, ""));
      case Task.Merge merge -> {
        new MergeWork(engine, merge, shipped).check();
        yield queue.submit("Merge into " + Origin.name(merge.output()), task, work(task, ""));
      }
      case Task.Export export -> {
        new ExportWork(engine, export, shipped).check();
        yield queue.submit("Export " + Origin.name(export.output()), task, work(task, ""));
      }
      case Task.Import wanted ->
          queue.submit("Import " + Origin.name(wanted.file()), task, work(task, ""));
      case Task.Check check -> {
        engine.datasets().split(check.data());
        yield queue.submit(
            "Check " + engine.datasets().get(check.data().dataset()).info().name(),
            task,
            work(task, ""));
      }
      case Task.Footprint wanted ->
          queue.submit("Footprint of " + Origin.name(wanted.folder()), task, work(task, ""));
      case Task.Tokenise wanted ->
          queue.submit("Tokenise with " + Origin.name(wanted.model()), task, work(task, ""));
      case Task.Download download -> {
        Object _ = new DownloadWork(download).repo();
        yield queue.submit("Download " + download.name(), task, work(task, ""));
      }
      case Task.Upload upload -> {
        new UploadWork(engine, upload).check();
        yield queue.submit(
            upload.repo().isBlank() ? "Upload an adapter" : "Upload to " + upload.repo(),
            task,
            work(task, ""));
      }
      case Task.FetchLibtorch fetch ->
          queue.submit("Fetch libtorch for the GPU", task, work(task, ""));
      case Task.Replay replay -> replay(replay);
      case Task.Seeds seeds -> {
        SeedsWork work = seeds(seeds);
        check(seeds.base());
        yield queue.submit(
            "Noise floor of %d seeds".formatted(seeds.seeds().size()),
            task,
            MeteredWork.onHeap(work));
      }
    };
  }

  /**
   * What a task does, as far as its job is made anew: at its submission, or from the queue that the
   * last process left.
   *
   * @param run that it works on, "" for none
   */
  JobWork work(Task task, String run) {
    return switch (task) {
      case Task.LoadModel load ->
          MeteredWork.onDevice(
              new LoadWork(load.model(), new Journals(engine)), load.model().device());
      case Task.Train _ -> new TrainWork(engine, run);
      case Task.ResumeRun _ ->
          engine.store().get(run).train() == null ? evaluation(run) : new TrainWork(engine, run);
      case Task.Evaluate _ -> evaluation(run);
      case Task.Sweep sweep -> MeteredWork.onHeap(sweep(sweep));
      case Task.Predict predict ->
          MeteredWork.onDevice(new PredictWork(engine, predict), predict.model().device());
      case Task.Merge merge -> MeteredWork.onDevice(new MergeWork(engine, merge, shipped), "auto");
      case Task.Export export ->
          MeteredWork.onDevice(new ExportWork(engine, export, shipped), "auto");
      case Task.Import in -> MeteredWork.onHeap(new ImportWork(engine, in));
      case Task.Check check -> MeteredWork.onHeap(new CheckWork(engine, check));
      case Task.Footprint of -> MeteredWork.onHeap(new FootprintWork(of));
      case Task.Tokenise of -> MeteredWork.onHeap(new TokeniseWork(engine, of));
      case Task.FetchLibtorch fetch -> MeteredWork.onHeap(new FetchWork(engine, fetch));
      case Task.Download download -> MeteredWork.onHeap(new DownloadWork(download));
      case Task.Upload upload -> MeteredWork.onHeap(new UploadWork(engine, upload));
      case Task.Replay replay ->
          new ReplayWork(
              engine,
              replay.run(),
              engine.store().get(run).train() == null
                  ? evaluation(run)
                  : new TrainWork(engine, run));
      case Task.Seeds seeds -> MeteredWork.onHeap(seeds(seeds));
    };
  }

  private JobWork evaluation(String run) {
    EvaluateSpec spec = Objects.requireNonNull(engine.store().get(run).evaluate());
    return MeteredWork.onDevice(new EvaluateWork(engine, run), spec.model().device());
  }

  private SweepWork sweep(Task.Sweep sweep) {
    String id = Engine.newId();
    List<TrainSpec> specs = Specs.grid(sweep.base(), sweep.values());
    return new SweepWork(specs, spec -> train(spec, id).job().run());
  }

  /** Refuses what cannot work before it waits in the queue. */
  private void check(TrainSpec spec) {
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

  private JobReply.JobDetail train(TrainSpec spec, String sweep) {
    check(spec);
    long plan =
        new MemoryPlanner(engine)
            .items(spec, tunebench.tensor.Devices.choose(spec.model().device()).isGpu()).stream()
                .mapToLong(tunebench.protocol.ModelReply.MemoryItem::bytes)
                .sum();
    return queued(new NewRuns(engine).training(spec, sweep, plan), new Task.Train(spec));
  }

  private JobReply.JobDetail evaluate(Task.Evaluate task) {
    EvaluateSpec spec = task.spec();
    Quantization.of(spec.model().quantization());
    tunebench.eval.Decoder.of(spec.decoder().kind());
    engine.datasets().part(spec.data(), spec.part());
    if (!spec.adapter().isEmpty()) {
      Adapters.folder(engine, spec.adapter(), spec.checkpoint());
    }
    return queued(new NewRuns(engine).evaluation(spec), task);
  }

  private JobReply.JobDetail queued(RunRecord record, Task task) {
    engine.store().add(record);
    engine.ring().tell(new tunebench.protocol.Event.RunChanged(record.summary()));
    return queue.submit(
        task.getClass().getSimpleName() + " " + record.summary().name(),
        task,
        work(task, record.id()));
  }

  /** The same spec under a new id, and then held against the first. */
  private JobReply.JobDetail replay(Task.Replay task) {
    RunRecord first = engine.store().get(task.run());
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
    return queued(new NewRuns(engine).again(first), task);
  }

  /** A training run and its evaluation for each seed, one behind the other in the queue. */
  private SeedsWork seeds(Task.Seeds wanted) {
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
    Task task = new Task.ResumeRun(run);
    return queue.submit("Resume " + record.summary().name(), task, work(task, run));
  }
}
