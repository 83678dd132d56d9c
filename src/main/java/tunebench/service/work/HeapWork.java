package tunebench.service.work;

import tunebench.service.job.Ending;
import tunebench.service.job.JobControl;
import tunebench.service.job.JobWork;

/** Work that leaves the device alone: its memory is Java's heap, which is told as it fills. */
record HeapWork(JobWork inner) implements JobWork {
  @Override
  public Ending run(JobControl control) throws Exception {
    return inner.run(new WatchedControl(control, HeapWork::heap));
  }

  private static long heap() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  @Override
  public String run() {
    return inner.run();
  }

  @Override
  public boolean needsDevice() {
    return inner.needsDevice();
  }

  @Override
  public String explain(Exception failure) {
    return inner.explain(failure);
  }

  @Override
  public void abandoned(boolean failed, String reason) {
    inner.abandoned(failed, reason);
  }
}
