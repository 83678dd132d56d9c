package tunebench.service.job;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import tunebench.BadInputException;
import tunebench.protocol.JobInfo;
import tunebench.protocol.JobReply;
import tunebench.protocol.JobState;
import tunebench.protocol.Task;

/**
 * Jobs for one device. The device's thread runs the first that waits; the others keep their order,
 * also over a restart of the service. Jobs that need no device run beside it at once.
 */
public final class JobQueue implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(JobQueue.class.getName());

  private final QueueLock lock = new QueueLock();
  private final Map<String, Job> all = new LinkedHashMap<>();
  private final WaitingLine waiting;
  private final Runners runners;
  private final Consumer<JobInfo> listener;
  private final JobShelf shelf;
  private final InstantSource clock;
  private int number;

  /**
   * Sets up; no job begins before {@link #open}.
   *
   * @param listener told of each change of a job; must not wait
   * @param shelf keeps the jobs that wait
   * @param clock for the times that jobs tell
   */
  public JobQueue(Consumer<JobInfo> listener, JobShelf shelf, InstantSource clock) {
    this.clock = clock;
    this.listener = listener;
    this.shelf = shelf;
    this.waiting = new WaitingLine(shelf);
    this.runners = new Runners(lock, waiting);
  }

  /**
   * Takes up the jobs that waited when the last process ended, in their order, and begins.
   *
   * @param work what each of them is to do
   * @return the runs that wait again
   */
  public List<String> open(Function<WaitingJob, JobWork> work) {
    return lock.with(
        () -> {
          for (WaitingJob kept : shelf.list()) {
            number = Math.max(number, Integer.parseInt(kept.id().substring(1)));
            restore(kept, work);
          }
          runners.open();
          return waiting.jobs().stream()
              .map(job -> job.work().run())
              .filter(run -> !run.isEmpty())
              .toList();
        });
  }

  private void restore(WaitingJob kept, Function<WaitingJob, JobWork> work) {
    try {
      Job job = new Job(kept.id(), kept.title(), kept.task(), work.apply(kept), clock, listener);
      all.put(job.id(), job);
      waiting.restore(job);
    } catch (BadInputException e) {
      LOG.log(Level.WARNING, kept.title() + " can no longer be done", e);
      shelf.remove(kept.id());
    }
  }

  /** Puts work at the end of the queue; what needs no device begins at once. */
  public JobReply.JobDetail submit(String title, Task task, JobWork work) {
    return lock.with(
        () -> {
          if (runners.closing()) {
            throw new BadInputException("The service is ending; start it again for new jobs.");
          }
          Job job = new Job("j" + (number + 1), title, task, work, clock, listener);
          if (work.needsDevice()) {
            waiting.add(job);
          } else {
            runners.beside(job);
          }
          number++;
          all.put(job.id(), job);
          return job.detail();
        });
  }

  /** One job. */
  public JobReply.JobDetail get(String id) {
    return job(id).detail();
  }

  /** The jobs that run, then those that wait, then the others, newest first. */
  public List<JobInfo> list() {
    return lock.with(
        () -> {
          Set<Job> order = new LinkedHashSet<>(runners.jobs());
          order.addAll(waiting.jobs());
          order.addAll(new ArrayList<>(all.values()).reversed());
          return order.stream().map(Job::info).toList();
        });
  }

  /** The job that works on a run now or will, if there is one. */
  public boolean hasRun(String run) {
    return list().stream().anyMatch(job -> job.run().equals(run) && !job.state().ended());
  }

  /** Moves a waiting job to a place from 1. */
  public void move(String id, int place) {
    boolean moved = lock.with(() -> waiting.move(job(id), place));
    if (!moved) {
      throw new BadInputException("Job %s does not wait, so it cannot be moved.".formatted(id));
    }
  }

  /** Pauses a job that runs or waits. */
  public JobReply.JobDetail pause(String id) {
    return lock.with(
        () -> {
          Job job = job(id);
          if (runners.runs(job)) {
            job.want(Wish.PAUSE);
          } else if (waiting.remove(job)) {
            job.wait(JobState.PAUSED);
          } else {
            throw cannot(job, "paused");
          }
          return job.detail();
        });
  }

  /** Puts a paused job to the front of the queue. */
  public JobReply.JobDetail resume(String id) {
    return lock.with(
        () -> {
          Job job = job(id);
          if (job.state() != JobState.PAUSED) {
            throw cannot(job, "resumed");
          }
          if (job.work().needsDevice()) {
            waiting.addFirst(job);
            job.wait(JobState.QUEUED);
          } else {
            runners.beside(job);
          }
          return job.detail();
        });
  }

  /** Ends a job. */
  public JobReply.JobDetail cancel(String id) {
    return lock.with(
        () -> {
          Job job = job(id);
          if (runners.runs(job)) {
            job.want(Wish.CANCEL);
          } else if (waiting.remove(job) || job.state() == JobState.PAUSED) {
            job.end(JobState.CANCELLED, "", null);
            job.work().abandoned(false, "It was cancelled.");
          } else {
            throw cannot(job, "cancelled");
          }
          return job.detail();
        });
  }

  /** Ends training as if all were done. */
  public JobReply.JobDetail finish(String id) {
    return running(id, job -> job.want(Wish.FINISH));
  }

  /** Asks for a checkpoint. */
  public JobReply.JobDetail save(String id) {
    return running(id, Job::wantSave);
  }

  private JobReply.JobDetail running(String id, Consumer<Job> act) {
    return lock.with(
        () -> {
          Job job = job(id);
          if (!runners.runs(job)) {
            throw new BadInputException("Job %s does not run now.".formatted(id));
          }
          act.accept(job);
          return job.detail();
        });
  }

  private Job job(String id) {
    return lock.with(
        () -> {
          Job job = all.get(id);
          if (job == null) {
            throw new BadInputException("There is no job \"%s\".".formatted(id));
          }
          return job;
        });
  }

  private static BadInputException cannot(Job job, String what) {
    return new BadInputException(
        "Job %s is %s, so it cannot be %s."
            .formatted(job.id(), job.state().name().toLowerCase(Locale.ROOT), what));
  }

  /**
   * Lets running jobs save and pause, and starts no other. Waits until the device is free; what
   * waits is taken up by the next service.
   */
  @Override
  public void close() {
    runners.close();
  }
}
