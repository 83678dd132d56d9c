package tunebench.service.work;

import java.util.concurrent.Callable;
import tunebench.protocol.Outcome;
import tunebench.service.job.Ending;
import tunebench.service.job.JobControl;
import tunebench.service.job.JobWork;

/**
 * Work in one piece that needs no device.
 *
 * @param stage what it does, such as {@code reading the file}
 */
record BesideWork(String stage, Callable<Outcome> work) implements JobWork {
  @Override
  public boolean needsDevice() {
    return false;
  }

  @Override
  public Ending run(JobControl control) throws Exception {
    control.stage(stage);
    return new Ending.Done(work.call());
  }

  @Override
  public String explain(Exception failure) {
    return Failures.sentence(failure);
  }
}
