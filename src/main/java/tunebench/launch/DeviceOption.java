package tunebench.launch;

import picocli.CommandLine.Option;
import tunebench.tensor.Devices;

/** Where to compute, for every command that does. */
final class DeviceOption {
  @Option(
      names = "--device",
      paramLabel = "D",
      defaultValue = "auto",
      description = "auto, cpu or gpu; default: ${DEFAULT-VALUE}.")
  private String device = "auto";

  Devices choose() {
    return Devices.choose(device);
  }
}
