package tunebench.service.work;

import tunebench.service.job.JobControl;
import tunebench.service.job.Wish;

/** Thrown through work that only tells how far it is, when it is not wanted any more. */
final class Stopped extends RuntimeException {
  private static final long serialVersionUID = 1;

  private Stopped() {
    super("the work was stopped");
  }

  /** Ends the work if anything else is wanted than that it goes on. */
  static void ifWanted(JobControl control) {
    if (control.wish() != Wish.NONE) {
      throw new Stopped();
    }
  }
}
