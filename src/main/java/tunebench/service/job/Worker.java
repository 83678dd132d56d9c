package tunebench.service.job;

import java.util.logging.Level;
import java.util.logging.Logger;
import tunebench.BadInputException;

/** Runs a job's work, and turns whatever comes of it into an ending. */
final class Worker {
  private static final Logger LOG = Logger.getLogger(Worker.class.getName());

  private Worker() {}

  /**
   * How it ended.
   *
   * @param thrown whether it could not end by itself, so that it must be told that it was abandoned
   */
  record Result(Ending ending, boolean thrown) {}

  static Result run(Job job) {
    try {
      return new Result(job.work().run(job), false);
    } catch (Exception e) {
      if (!(e instanceof BadInputException)) {
        LOG.log(Level.WARNING, "job " + job.id() + " failed", e);
      }
      return new Result(new Ending.Failed(job.work().explain(e)), true);
    } catch (OutOfMemoryError e) {
      LOG.log(Level.SEVERE, "job " + job.id() + " failed", e);
      String why = "Java's own memory is too small for this; start the service with a larger -Xmx.";
      return new Result(new Ending.Failed(why), true);
    }
  }

  /** Tells work that failed; what goes wrong then must not end the thread. */
  static void abandon(Job job, String why) {
    try {
      job.work().abandoned(true, why);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "job " + job.id() + " could not be marked as failed", e);
    }
  }
}
