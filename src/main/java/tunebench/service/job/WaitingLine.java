package tunebench.service.job;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import tunebench.service.store.StoreException;

/** The jobs that wait for the device, in order, also over a restart. The queue's lock guards it. */
final class WaitingLine {
  private static final Logger LOG = Logger.getLogger(WaitingLine.class.getName());

  private final List<Job> jobs = new ArrayList<>();
  private final JobShelf shelf;

  WaitingLine(JobShelf shelf) {
    this.shelf = shelf;
  }

  List<Job> jobs() {
    return jobs;
  }

  /** Puts a job that the shelf has already behind the others. */
  void restore(Job job) {
    jobs.add(job);
    number();
  }

  void add(Job job) {
    shelf.add(job.waiting());
    restore(job);
  }

  void addFirst(Job job) {
    shelf.add(job.waiting());
    jobs.addFirst(job);
    arrange();
  }

  /** Takes a job out, and says whether it was there. */
  boolean remove(Job job) {
    boolean there = jobs.remove(job);
    if (there) {
      shelf.remove(job.id());
      number();
    }
    return there;
  }

  /** Moves a job to a place from 1, and says whether it was there. */
  boolean move(Job job, int place) {
    boolean there = jobs.remove(job);
    if (there) {
      jobs.add(Math.clamp(place - 1, 0, jobs.size()), job);
      arrange();
    }
    return there;
  }

  private void arrange() {
    shelf.arrange(jobs.stream().map(Job::id).toList());
    number();
  }

  private void number() {
    for (int i = 0; i < jobs.size(); i++) {
      jobs.get(i).place(i + 1);
    }
  }

  /** Takes out the first, which begins. */
  @Nullable Job poll() {
    if (jobs.isEmpty()) {
      return null;
    }
    Job first = jobs.removeFirst();
    try {
      shelf.remove(first.id());
    } catch (StoreException e) {
      // A full disk is no reason not to work: at worst the job is done twice.
      LOG.log(Level.WARNING, "job " + first.id() + " stays among those that wait", e);
    }
    number();
    return first;
  }
}
