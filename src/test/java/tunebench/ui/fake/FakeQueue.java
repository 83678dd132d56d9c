package tunebench.ui.fake;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import tunebench.BadInputException;
import tunebench.protocol.Event;
import tunebench.protocol.JobInfo;
import tunebench.protocol.JobReply;
import tunebench.protocol.JobRequest;
import tunebench.protocol.JobState;
import tunebench.protocol.Outcome;
import tunebench.protocol.Reply;
import tunebench.protocol.Task;
import tunebench.run.RunKind;
import tunebench.run.RunStatus;

/** Jobs that move when they are told to. */
final class FakeQueue {
  private final FakeShelf shelf;
  private final Consumer<Event> tell;
  private final Map<String, JobInfo> jobs = new LinkedHashMap<>();
  private final Map<String, Outcome> outcomes = new HashMap<>();

  /**
   * Sets up.
   *
   * @param shelf gets the runs that jobs make
   * @param tell says something to the window
   */
  FakeQueue(FakeShelf shelf, Consumer<Event> tell) {
    this.shelf = shelf;
    this.tell = tell;
  }

  void put(JobInfo job) {
    jobs.put(job.id(), job);
  }

  void yields(String job, Outcome outcome) {
    outcomes.put(job, outcome);
  }

  JobInfo last() {
    return List.copyOf(jobs.values()).getLast();
  }

  JobInfo job(String id) {
    JobInfo job = jobs.get(id);
    if (job == null) {
      throw new BadInputException("There is no job " + id + ".");
    }
    return job;
  }

  /** The same job elsewhere. */
  JobInfo moved(String id, JobState state, long done, long total, String problem) {
    JobInfo j = job(id);
    return new JobInfo(
        id,
        j.title(),
        j.task(),
        j.run(),
        state,
        0,
        state == JobState.RUNNING ? "pricing" : "",
        done,
        total,
        "products",
        11.5,
        state == JobState.RUNNING ? (total - done) / 11.5 : Double.NaN,
        410_000_000L,
        problem,
        j.created(),
        FakeData.THEN,
        state.ended() ? FakeRuns.at(3) : null);
  }

  Reply answer(JobRequest<?> request) {
    return switch (request) {
      case JobRequest.Submit submit -> submit(submit.task());
      case JobRequest.Jobs all -> new JobReply.JobList(List.copyOf(jobs.values()));
      case JobRequest.Job one -> new JobReply.JobDetail(job(one.job()), outcomes.get(one.job()));
      case JobRequest.Pause pause -> ordered(pause.job(), JobState.PAUSED);
      case JobRequest.Resume resume -> ordered(resume.job(), JobState.RUNNING);
      case JobRequest.Cancel cancel -> ordered(cancel.job(), JobState.CANCELLED);
      case JobRequest.Finish finish -> ordered(finish.job(), JobState.DONE);
      case JobRequest.Save save -> new JobReply.JobDetail(job(save.job()), null);
      case JobRequest.Move move -> new JobReply.JobList(List.copyOf(jobs.values()));
    };
  }

  private Reply ordered(String id, JobState state) {
    JobInfo j = job(id);
    tell.accept(new Event.JobChanged(moved(id, state, j.done(), j.total(), "")));
    return new JobReply.JobDetail(job(id), null);
  }

  private Reply submit(Task task) {
    String id = "job-" + (jobs.size() + 1);
    String run = task instanceof Task.Train || task instanceof Task.Evaluate ? "run-" + id : "";
    String title = FakeTitles.of(task);
    var job =
        new JobInfo(
            id,
            title,
            task.getClass().getSimpleName(),
            run,
            JobState.QUEUED,
            1,
            "",
            0,
            0,
            "",
            0,
            Double.NaN,
            0,
            "",
            FakeData.THEN,
            null,
            null);
    put(job);
    if (!run.isEmpty()) {
      RunKind kind = task instanceof Task.Train ? RunKind.TRAIN : RunKind.EVALUATE;
      shelf.put(FakeRuns.summary(run, kind, title, RunStatus.QUEUED));
    }
    return new JobReply.JobDetail(job, null);
  }
}
