package tunebench.service.work;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import tunebench.protocol.ServiceReply;
import tunebench.service.libtorch.LibtorchFetch;
import tunebench.tensor.DeviceMemory;
import tunebench.tensor.Devices;
import tunebench.tensor.Gpu;
import tunebench.tensor.Libtorch;
import tunebench.tensor.MatmulTrial;
import tunebench.tensor.Torch;
import tunebench.tensor.cuda.CudaSupport;
import tunebench.tensor.cuda.Half;

/** What the machine computes on, and why. */
public final class DevicePage {
  private DevicePage() {}

  /**
   * The page.
   *
   * @param measure whether to time a matrix product for a second too
   */
  public static ServiceReply.DeviceReport report(boolean measure) {
    Devices chosen = Devices.choose("auto");
    List<ServiceReply.DeviceMemory> memories = new ArrayList<>();
    Gpu.all().forEach(gpu -> memories.add(memory(gpu.name(), gpu.memory())));
    memories.add(memory("main memory", DeviceMemory.main()));
    double speed = measure ? MatmulTrial.gigaflops(chosen) : 0;
    return new ServiceReply.DeviceReport(
        chosen.label(),
        chosen.isGpu(),
        chosen.reason(),
        Gpu.driver(),
        Torch.flavour(),
        Torch.version(),
        memories,
        speed,
        text(chosen, memories, speed));
  }

  private static ServiceReply.DeviceMemory memory(String name, DeviceMemory memory) {
    return new ServiceReply.DeviceMemory(name, memory.total(), memory.free());
  }

  private static String text(
      Devices chosen, List<ServiceReply.DeviceMemory> memories, double speed) {
    StringBuilder text = new StringBuilder();
    text.append("Tunebench ").append(Origin.VERSION).append('\n');
    text.append("System: ").append(System.getProperty("os.name")).append(' ');
    text.append(System.getProperty("os.version")).append(", Java ").append(Runtime.version());
    text.append("\nPyTorch ").append(Torch.version()).append(", ").append(Torch.flavour());
    Path folder = Torch.libtorch().folder();
    text.append(", ").append(folder == null ? "as it comes with the program" : "from " + folder);
    text.append(". ").append(Torch.libtorch().why());
    text.append("\nDriver: ").append(Gpu.driver().isEmpty() ? "none found" : Gpu.driver());
    text.append("\nChosen: ").append(chosen.label()).append(". ").append(chosen.reason());
    if (chosen.isGpu()) {
      text.append("\nOur own kernels: ");
      text.append(CudaSupport.of(chosen.device(), Half.of()).reason());
    }
    for (ServiceReply.DeviceMemory memory : memories) {
      text.append(
          "\n%s: %,d of %,d MB free"
              .formatted(
                  memory.name(), memory.freeBytes() / 1_000_000, memory.totalBytes() / 1_000_000));
    }
    if (speed > 0) {
      text.append("\nMatrix product: %,.0f gigaflops".formatted(speed));
    }
    return text.append('\n').toString();
  }

  /** Which libtorch computes, and which other could be had. */
  static ServiceReply.LibtorchState libtorch(Path home) throws IOException {
    Libtorch loaded = Torch.libtorch();
    Libtorch next = Libtorch.choose(home);
    boolean missing = !Libtorch.wanted().isEmpty() && next.flavour().equals("cpu");
    return new ServiceReply.LibtorchState(
        loaded.flavour(),
        Torch.version(),
        loaded.folder() == null ? "" : loaded.folder().toString(),
        loaded.why(),
        Libtorch.named(home).map(Path::toString).orElse(""),
        missing ? Libtorch.wanted() : "",
        missing ? LibtorchFetch.ABOUT_BYTES : 0,
        LibtorchFetch.partialBytes(Libtorch.fetched(home)),
        !Objects.equals(loaded.folder(), next.folder()));
  }
}
