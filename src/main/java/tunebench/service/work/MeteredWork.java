package tunebench.service.work;

import tunebench.service.job.Ending;
import tunebench.service.job.JobControl;
import tunebench.service.job.JobWork;
import tunebench.tensor.Devices;
import tunebench.tensor.MemoryMeter;

/**
 * Work whose memory is watched from beside.
 *
 * @param watching runs the work with a control that says the memory
 */
record MeteredWork(JobWork inner, Watching watching) implements JobWork {
  /** A way to run work and watch its memory. */
  interface Watching {
    Ending run(JobWork work, JobControl control) throws Exception;
  }

  /**
   * Work on a device, by that device's memory.
   *
   * @param device as the person chose it
   */
  static MeteredWork onDevice(JobWork inner, String device) {
    return new MeteredWork(
        inner,
        (work, control) -> {
          try (MemoryMeter meter = MemoryMeter.start(Devices.choose(device).device())) {
            Ending ending = work.run(new WatchedControl(control, meter::peak));
            control.memory(meter.peak());
            return ending;
          }
        });
  }

  /** Work that leaves the device alone: by Java's heap, which is told as it fills. */
  static MeteredWork onHeap(JobWork inner) {
    Runtime runtime = Runtime.getRuntime();
    return new MeteredWork(
        inner,
        (work, control) ->
            work.run(
                new WatchedControl(control, () -> runtime.totalMemory() - runtime.freeMemory())));
  }

  @Override
  public Ending run(JobControl control) throws Exception {
    return watching.run(inner, control);
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
