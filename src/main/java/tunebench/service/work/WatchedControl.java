package tunebench.service.work;

import java.util.function.LongSupplier;
import tunebench.service.job.JobControl;
import tunebench.service.job.Wish;

/**
 * Says with all that the work says what memory it took so far.
 *
 * @param peak bytes
 */
record WatchedControl(JobControl control, LongSupplier peak) implements JobControl {
  @Override
  public void stage(String words) {
    control.memory(peak.getAsLong());
    control.stage(words);
  }

  @Override
  public void progress(long done, long total, String unit) {
    control.memory(peak.getAsLong());
    control.progress(done, total, unit);
  }

  @Override
  public void memory(long bytes) {
    control.memory(bytes);
  }

  @Override
  public Wish wish() {
    return control.wish();
  }

  @Override
  public boolean takeSave() {
    return control.takeSave();
  }
}
