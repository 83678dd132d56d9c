package tunebench.service.work;

import java.nio.file.Path;
import tunebench.protocol.JobReply;
import tunebench.protocol.JobRequest;
import tunebench.protocol.JobState;
import tunebench.protocol.Reply;
import tunebench.protocol.Task;
import tunebench.quant.Quantization;
import tunebench.run.RunStatus;
import tunebench.service.job.JobQueue;
import tunebench.service.job.JobWork;

/** Turns tasks into jobs, and answers about the queue. */
record JobHandler(Engine engine, JobQueue queue, RunJobs runs, Path shipped) {
  JobHandler(Engine engine, JobQueue queue, Path shipped) {
    this(engine, queue, new RunJobs(engine, queue), shipped);
  }

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
        detail.job().state() == JobState.PAUSED || detail.job().state() == JobState.QUEUED;
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
      case Task.Train train -> runs.train(train.spec(), "");
      case Task.ResumeRun resume -> runs.resume(resume.run());
      case Task.Evaluate evaluate -> runs.evaluate(evaluate);
      case Task.Sweep sweep -> {
        SweepWork work = runs.sweep(sweep);
        work.specs().forEach(runs::check);
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
      case Task.Replay replay -> runs.replay(replay);
      case Task.Seeds seeds -> {
        SeedsWork work = runs.seeds(seeds);
        runs.check(seeds.base());
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
      case Task.Train _, Task.ResumeRun _, Task.Evaluate _ -> runs.work(run);
      case Task.Sweep sweep -> MeteredWork.onHeap(runs.sweep(sweep));
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
      case Task.Replay replay -> runs.work(replay, run);
      case Task.Seeds seeds -> MeteredWork.onHeap(runs.seeds(seeds));
    };
  }
}
