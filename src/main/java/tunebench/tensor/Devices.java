package tunebench.tensor;

import ai.djl.Device;
import ai.djl.engine.Engine;
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
    if (Engine.getEngine("PyTorch").getGpuCount() == 0) {
      return cpu(
          "The CPU is used: the driver offers %d GPU, but the PyTorch that is installed is the CPU build."
              .formatted(devices));
    }
    return new Devices(Device.gpu(), "The first of %d GPU is used.".formatted(devices));
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
