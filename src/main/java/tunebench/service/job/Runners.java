package tunebench.service.job;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tunebench.protocol.JobState;

/**
 * The jobs that run: one on the device's thread, the first that waits, and beside it those that
 * need no device. All but {@link #close} is for those who hold the queue's lock.
 */
final class Runners {
  private final QueueLock lock;
  private final WaitingLine waiting;
  private final Set<Job> beside = new LinkedHashSet<>();
  private final Thread device;
  private @Nullable Job running;
  private boolean open;
  private boolean closing;

  Runners(QueueLock lock, WaitingLine waiting) {
    this.lock = lock;
    this.waiting = waiting;
    this.device = Thread.ofPlatform().name("device").start(this::work);
  }

  /** The device's thread may begin. */
  void open() {
    open = true;
  }

  boolean closing() {
    return closing;
  }

  boolean runs(Job job) {
    return job.equals(running) || beside.contains(job);
  }

  /** The device's job, then the others. */
  List<Job> jobs() {
    List<Job> jobs = new ArrayList<>();
    if (running != null) {
      jobs.add(running);
    }
    jobs.addAll(beside);
    return jobs;
  }

  /** Begins a job that needs no device. */
  void beside(Job job) {
    beside.add(job);
    job.begin();
    Thread.ofVirtual().name("job-" + job.id()).start(() -> end(job, Worker.run(job)));
  }

  private void work() {
    for (Job job = next(); job != null; job = next()) {
      end(job, Worker.run(job));
    }
  }

  private @Nullable Job next() {
    List<Job> taken = new ArrayList<>();
    lock.run(
        () -> {
          lock.await(() -> closing || (open && !waiting.jobs().isEmpty()));
          Job job = closing ? null : waiting.poll();
          if (job != null) {
            running = job;
            job.begin();
            taken.add(job);
          }
        });
    return taken.isEmpty() ? null : taken.getFirst();
  }

  private void end(Job job, Worker.Result result) {
    if (result.thrown() && result.ending() instanceof Ending.Failed failed) {
      Worker.abandon(job, failed.reason());
    }
    lock.run(
        () -> {
          if (!beside.remove(job)) {
            running = null;
          }
          switch (result.ending()) {
            case Ending.Done done -> job.end(JobState.DONE, "", done.outcome());
            case Ending.Paused _ -> job.wait(JobState.PAUSED);
            case Ending.Failed failed -> job.end(JobState.FAILED, failed.reason(), null);
            case Ending.Cancelled _ -> job.end(JobState.CANCELLED, "", null);
          }
        });
  }

  /** Lets what runs save and pause, starts no other, and waits until the device is free. */
  void close() {
    lock.run(
        () -> {
          closing = true;
          jobs().forEach(job -> job.want(Wish.PAUSE));
        });
    lock.run(() -> lock.await(beside::isEmpty));
    try {
      device.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
