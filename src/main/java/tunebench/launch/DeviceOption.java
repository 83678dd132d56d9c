package tunebench.launch;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tunebench.BadInputException;
import tunebench.tensor.Devices;
import tunebench.tensor.Torch;

/** Where to compute, for every command that does. */
final class DeviceOption {
  @Option(
      names = "--device",
      paramLabel = "D",
      defaultValue = "auto",
      description = "auto, cpu or gpu; default: ${DEFAULT-VALUE}.")
  private String device = "auto";

  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "Threads of one operator on the CPU; default: OMP_NUM_THREADS, or the cores that this"
              + " process may use.")
  private @Nullable Integer threads;

  Devices choose() {
    Integer wanted = threads;
    if (wanted != null && wanted < 1) {
      throw new BadInputException("--threads must be 1 or more, not %d.".formatted(wanted));
    }
    Devices chosen = Devices.choose(device);
    if (wanted != null) {
      Torch.threads(wanted);
    }
    return chosen;
  }
}
