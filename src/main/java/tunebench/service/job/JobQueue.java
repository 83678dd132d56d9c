package tunebench.service.job;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import tunebench.BadInputException;
import tunebench.protocol.JobInfo;
import tunebench.protocol.JobReply;
import tunebench.protocol.JobState;

/**
 * Jobs for one device. The device's thread runs the first that waits; the others keep their order.
 */
public final class JobQueue implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(JobQueue.class.getName());

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<String, Job> all = new LinkedHashMap<>();
  private final List<Job> waiting = new ArrayList<>();
  private final Consumer<JobInfo> listener;
  private final Thread device;
  private @Nullable Job running;
  private boolean closing;
  private int number;

  /**
   * Begins to work.
   *
   * @param listener told of each change of a job; must not wait
   */
  public JobQueue(Consumer<JobInfo> listener) {
    this.listener = listener;
    this.device = Thread.ofPlatform().name("device").start(this::work);
  }

  /** Puts work at the end of the queue. */
  public JobReply.JobDetail submit(String title, String task, JobWork work) {
    lock.lock();
    try {
      if (closing) {
        throw new BadInputException("The service is ending; start it again for new jobs.");
      }
      Job job = new Job("j" + ++number, title, task, work, listener);
      all.put(job.id(), job);
      waiting.add(job);
      arranged();
      return job.detail();
    } finally {
      lock.unlock();
    }
  }

  private void arranged() {
    for (int i = 0; i < waiting.size(); i++) {
      waiting.get(i).place(i + 1);
    }
    changed.signalAll();
  }

  /** One job. */
  public JobReply.JobDetail get(String id) {
    return job(id).detail();
  }

  /** The job that runs, then those that wait, then the others, newest first. */
  public List<JobInfo> list() {
    lock.lock();
    try {
      List<Job> order = new ArrayList<>();
      if (running != null) {
        order.add(running);
      }
      order.addAll(waiting);
      List.copyOf(all.values()).reversed().stream()
          .filter(job -> !order.contains(job))
          .forEach(order::add);
      return order.stream().map(Job::info).toList();
    } finally {
      lock.unlock();
    }
  }

  /** The job that works on a run now or will, if there is one. */
  public boolean hasRun(String run) {
    return list().stream().anyMatch(job -> job.run().equals(run) && !job.state().ended());
  }

  /** Moves a waiting job to a place from 1. */
  public void move(String id, int place) {
    lock.lock();
    try {
      Job job = job(id);
      if (!waiting.remove(job)) {
        throw new BadInputException("Job %s does not wait, so it cannot be moved.".formatted(id));
      }
      waiting.add(Math.clamp(place - 1, 0, waiting.size()), job);
      arranged();
    } finally {
      lock.unlock();
    }
  }

  /** Pauses a job that runs or waits. */
  public JobReply.JobDetail pause(String id) {
    lock.lock();
    try {
      Job job = job(id);
      if (job == running) {
        job.want(Wish.PAUSE);
      } else if (waiting.remove(job)) {
        job.wait(JobState.PAUSED);
        arranged();
      } else {
        throw cannot(job, "paused");
      }
      return job.detail();
    } finally {
      lock.unlock();
    }
  }

  /** Puts a paused job to the front of the queue. */
  public JobReply.JobDetail resume(String id) {
    lock.lock();
    try {
      Job job = job(id);
      if (job.state() != JobState.PAUSED) {
        throw cannot(job, "resumed");
      }
      job.wait(JobState.QUEUED);
      waiting.addFirst(job);
      arranged();
      return job.detail();
    } finally {
      lock.unlock();
    }
  }

  /** Ends a job. */
  public JobReply.JobDetail cancel(String id) {
    lock.lock();
    try {
      Job job = job(id);
      if (job == running) {
        job.want(Wish.CANCEL);
      } else if (waiting.remove(job) || job.state() == JobState.PAUSED) {
        job.end(JobState.CANCELLED, "", null);
        job.work().abandoned(false, "It was cancelled.");
        arranged();
      } else {
        throw cannot(job, "cancelled");
      }
      return job.detail();
    } finally {
      lock.unlock();
    }
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
    lock.lock();
    try {
      Job job = job(id);
      if (job != running) {
        throw new BadInputException("Job %s does not run now.".formatted(id));
      }
      act.accept(job);
      return job.detail();
    } finally {
      lock.unlock();
    }
  }

  private Job job(String id) {
    lock.lock();
    try {
      Job job = all.get(id);
      if (job == null) {
        throw new BadInputException("There is no job \"%s\".".formatted(id));
      }
      return job;
    } finally {
      lock.unlock();
    }
  }

  private static BadInputException cannot(Job job, String what) {
    return new BadInputException(
        "Job %s is %s, so it cannot be %s."
            .formatted(job.id(), job.state().name().toLowerCase(java.util.Locale.ROOT), what));
  }

  private void work() {
    for (Job job = next(); job != null; job = next()) {
      try {
        end(job, job.work().run(job));
      } catch (Exception e) {
        if (!(e instanceof BadInputException)) {
          LOG.log(Level.WARNING, "job " + job.id() + " failed", e);
        }
        fail(job, job.work().explain(e));
      } catch (OutOfMemoryError e) {
        LOG.log(Level.SEVERE, "job " + job.id() + " failed", e);
        fail(job, "Java's own memory is too small for this; start the service with a larger -Xmx.");
      }
    }
  }

  private void end(Job job, Ending ending) {
    lock.lock();
    try {
      running = null;
      switch (ending) {
        case Ending.Done done -> job.end(JobState.DONE, "", done.outcome());
        case Ending.Paused _ -> job.wait(JobState.PAUSED);
        case Ending.Failed failed -> job.end(JobState.FAILED, failed.reason(), null);
        case Ending.Cancelled _ -> job.end(JobState.CANCELLED, "", null);
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void fail(Job job, String why) {
    lock.lock();
    try {
      running = null;
      job.end(JobState.FAILED, why, null);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    job.work().abandoned(true, why);
  }

  private @Nullable Job next() {
    lock.lock();
    try {
      while (waiting.isEmpty() && !closing) {
        changed.awaitUninterruptibly();
      }
      if (closing) {
        return null;
      }
      Job job = waiting.removeFirst();
      running = job;
      job.begin();
      arranged();
      return job;
    } finally {
      lock.unlock();
    }
  }

  /** Lets the running job save and pause, and starts no other. Waits until the device is free. */
  @Override
  public void close() {
    lock.lock();
    try {
      closing = true;
      if (running != null) {
        running.want(Wish.PAUSE);
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      device.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
