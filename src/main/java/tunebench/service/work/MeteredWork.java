package tunebench.service.work;

import tunebench.service.job.Ending;
import tunebench.service.job.JobControl;
import tunebench.service.job.JobWork;
import tunebench.tensor.Devices;
import tunebench.tensor.MemoryMeter;

/**
 * Work whose device memory is watched from beside.
 *
 * @param device as the person chose it
 */
record MeteredWork(JobWork inner, String device) implements JobWork {
  @Override
  public Ending run(JobControl control) throws Exception {
    try (MemoryMeter meter = MemoryMeter.start(Devices.choose(device).device())) {
      Ending ending = inner.run(new WatchedControl(control, meter::peak));
      control.memory(meter.peak());
      return ending;
    }
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
