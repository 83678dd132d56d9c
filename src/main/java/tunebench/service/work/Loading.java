package tunebench.service.work;

import java.nio.file.Path;
import tunebench.model.OpenModel;
import tunebench.model.OpenSettings;
import tunebench.service.job.JobControl;
import tunebench.tensor.Devices;

/** Opens a model and says how far that is. */
final class Loading {
  private Loading() {}

  static OpenModel open(JobControl control, Path folder, OpenSettings how, Devices device) {
    control.stage("loading the model");
    control.progress(0, 100, "%");
    return OpenModel.open(
        folder, how, device.device(), share -> control.progress(Math.round(100 * share), 100, "%"));
  }
}
