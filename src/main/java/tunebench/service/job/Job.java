package tunebench.service.job;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tunebench.protocol.JobInfo;
import tunebench.protocol.JobReply;
import tunebench.protocol.JobState;
import tunebench.protocol.Outcome;
import tunebench.protocol.Task;

/** One job: its state, seen by many threads. */
final class Job implements JobControl {
  /** Progress is told at most this often. */
  private static final long TELL_NANOS = 100_000_000;

  private final String id;
  private final String title;
  private final Task task;
  private final JobWork work;
  private final Consumer<JobInfo> listener;
  private final InstantSource clock;
  private final Instant created;
  private JobState state = JobState.QUEUED;
  private Wish wish = Wish.NONE;
  private boolean save;
  private int place;
  private String stage = "";
  private String unit = "";
  private String problem = "";
  private long done;
  private long total;
  private long peak;
  private long rateFrom;
  private long rateStart;
  private long told;
  private @Nullable Instant started;
  private @Nullable Instant ended;
  private @Nullable Outcome outcome;

  Job(
      String id,
      String title,
      Task task,
      JobWork work,
      InstantSource clock,
      Consumer<JobInfo> listener) {
    this.id = id;
    this.title = title;
    this.task = task;
    this.work = work;
    this.listener = listener;
    this.clock = clock;
    this.created = clock.instant();
  }

  String id() {
    return id;
  }

  WaitingJob waiting() {
    return new WaitingJob(id, title, task, work.run());
  }

  JobWork work() {
    return work;
  }

  synchronized JobState state() {
    return state;
  }

  synchronized JobReply.JobDetail detail() {
    return new JobReply.JobDetail(info(), outcome);
  }

  synchronized JobInfo info() {
    double rate = rate();
    double left = rate > 0 && total > 0 ? (total - done) / rate : Double.NaN;
    return new JobInfo(
        id,
        title,
        task.getClass().getSimpleName(),
        work.run(),
        state,
        place,
        stage,
        done,
        total,
        unit,
        rate,
        left,
        peak,
        problem,
        created,
        started,
        ended);
  }

  /** Units per second since the stage began or the job was taken up again. */
  private double rate() {
    double seconds = (System.nanoTime() - rateStart) / 1e9;
    return state == JobState.RUNNING && done > rateFrom && seconds > 0
        ? (done - rateFrom) / seconds
        : 0;
  }

  @Override
  public void stage(String words) {
    synchronized (this) {
      if (stage.equals(words)) {
        return;
      }
      stage = words;
      rateFrom = Long.MAX_VALUE;
    }
    tell();
  }

  @Override
  public void progress(long now, long all, String units) {
    synchronized (this) {
      if (rateFrom > now) {
        rateFrom = now;
        rateStart = System.nanoTime();
      }
      done = now;
      total = all;
      unit = units;
      if (System.nanoTime() - told < TELL_NANOS && now != all) {
        return;
      }
      told = System.nanoTime();
    }
    tell();
  }

  @Override
  public synchronized void memory(long bytes) {
    peak = Math.max(peak, bytes);
  }

  @Override
  public synchronized Wish wish() {
    return wish;
  }

  @Override
  public synchronized boolean takeSave() {
    boolean wanted = save;
    save = false;
    return wanted;
  }

  void want(Wish wanted) {
    synchronized (this) {
      wish = wanted;
      if (wanted == Wish.PAUSE) {
        state = JobState.PAUSING;
      }
    }
    tell();
  }

  synchronized void wantSave() {
    save = true;
  }

  void place(int where) {
    synchronized (this) {
      if (place == where) {
        return;
      }
      place = where;
    }
    tell();
  }

  void begin() {
    synchronized (this) {
      state = JobState.RUNNING;
      wish = Wish.NONE;
      place = 0;
      rateFrom = Long.MAX_VALUE;
      if (started == null) {
        started = clock.instant();
      }
    }
    tell();
  }

  void wait(JobState how) {
    synchronized (this) {
      state = how;
      stage = "";
      wish = Wish.NONE;
    }
    tell();
  }

  void end(JobState how, String why, @Nullable Outcome result) {
    synchronized (this) {
      state = how;
      problem = why;
      outcome = result;
      place = 0;
      ended = clock.instant();
    }
    tell();
  }

  private void tell() {
    listener.accept(info());
  }
}
