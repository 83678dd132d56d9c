package tunebench.service.work;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import tunebench.model.OpenModel;
import tunebench.model.OpenSettings;
import tunebench.protocol.Outcome;
import tunebench.quant.Quantization;
import tunebench.run.ModelChoice;
import tunebench.service.job.Ending;
import tunebench.service.job.JobControl;
import tunebench.service.job.JobWork;
import tunebench.service.job.Wish;
import tunebench.tensor.DeviceMemory;
import tunebench.tensor.Devices;

/** Loads a model to measure what it holds: lab 1's proof. */
record LoadWork(ModelChoice choice, Journals journals) implements JobWork {
  @Override
  public Ending run(JobControl control) throws IOException {
    Path folder = Path.of(choice.folder());
    Devices device = Devices.choose(choice.device());
    Quantization kind = Quantization.of(choice.quantization());
    long start = System.nanoTime();
    OpenSettings how = OpenSettings.of(kind, device.isGpu());
    try (OpenModel open = Loading.open(control, folder, how, device)) {
      long held = open.heldBytes();
      control.memory(held);
      if (control.wish() == Wish.CANCEL) {
        return new Ending.Cancelled();
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      var computed = Models.footprint(folder, kind, 0, List.of());
      journals.weighed(choice.folder(), kind.label(), held);
      return new Ending.Done(new Outcome.Loaded(computed, held, seconds));
    } finally {
      DeviceMemory.release(device.device());
    }
  }

  @Override
  public String explain(Exception failure) {
    return Failures.sentence(failure);
  }
}
