package tunebench.tensor;

import ai.djl.Device;
import tunebench.BadInputException;

/**
 * Which device work runs on, and why.
 *
 * @param device as DJL names it
 * @param reason one sentence for the person
 */
public record Devices(Device device, String reason) {
  /**
   * Chooses.
   *
   * @param wanted {@code auto}, {@code cpu} or {@code gpu}
   * @throws BadInputException if a GPU is demanded and there is none that can be used
   */
  public static Devices choose(String wanted) {
    Torch.start();
    return switch (wanted) {
      case "cpu" -> cpu("The CPU was asked for.");
      case "auto" -> auto();
      case "gpu" -> {
        Devices found = auto();
        if (!found.device.isGpu()) {
          throw new BadInputException("No GPU can be used: " + found.reason);
        }
        yield found;
      }
      default ->
          throw new BadInputException("--device must be auto, cpu or gpu, not \"" + wanted + "\".");
    };
  }

  private static Devices auto() {
    int devices = CudaDriver.devices();
    if (devices == 0) {
      return cpu("The CPU is used: no NVIDIA driver with a device was found.");
    }
    if (!Torch.cuda()) {
      return cpu("The CPU is used. " + Torch.libtorch().why());
    }
    String fault = GpuTrial.fault();
    return fault.isEmpty()
        ? new Devices(Device.gpu(), "The first of %d GPU is used.".formatted(devices))
        : cpu("The CPU is used: the GPU does not work (%s).".formatted(fault));
  }

  private static Devices cpu(String reason) {
    return new Devices(Device.cpu(), reason);
  }

  /** Whether this is a GPU. */
  public boolean isGpu() {
    return device.isGpu();
  }

  /** A short name, such as {@code cpu (2 threads)}. */
  public String label() {
    return device.isGpu() ? "gpu " + device.getDeviceId() : "cpu (" + Torch.threads() + " threads)";
  }
}
