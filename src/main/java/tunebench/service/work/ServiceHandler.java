package tunebench.service.work;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import tunebench.BadInputException;
import tunebench.eval.Decoder;
import tunebench.lora.LoraSettings;
import tunebench.protocol.Reply;
import tunebench.protocol.ServiceReply;
import tunebench.protocol.ServiceRequest;
import tunebench.quant.Quantization;
import tunebench.run.RunFilter;
import tunebench.run.RunStatus;
import tunebench.tensor.DeviceMemory;
import tunebench.tensor.Devices;
import tunebench.tensor.Gpu;
import tunebench.tensor.MatmulTrial;
import tunebench.tensor.Torch;

/**
 * Answers about the service and its machine.
 *
 * @param shipped folder with {@code assets} and {@code sample-data}
 * @param stop ends the service, later and on another thread
 */
record ServiceHandler(Engine engine, Instant started, Path shipped, Runnable stop) {
  private static final int PROTOCOL = 1;

  Reply answer(ServiceRequest<?> request) throws IOException {
    return switch (request) {
      case ServiceRequest.Hello _ -> welcome();
      case ServiceRequest.Device device -> device(device.measure());
      case ServiceRequest.Browse browse -> folder(browse.folder());
      case ServiceRequest.Shutdown _ -> {
        stop.run();
        yield new Reply.Done();
      }
    };
  }

  private Reply welcome() {
    Set<RunStatus> resumable = Set.of(RunStatus.PAUSED, RunStatus.INTERRUPTED);
    RunFilter filter =
        new RunFilter("", resumable, Set.of(), List.of(), RunFilter.Order.NEWEST, 0, 1);
    return new ServiceReply.Welcome(
        Origin.VERSION,
        PROTOCOL,
        engine.home().folder().toString(),
        started,
        ProcessHandle.current().pid(),
        Arrays.stream(Quantization.values()).map(Quantization::label).toList(),
        LoraSettings.ALL,
        Arrays.stream(Decoder.values()).map(Decoder::label).toList(),
        present(shipped.resolve("assets/models/tunebench-base")),
        present(shipped.resolve("sample-data/products.csv")),
        engine.store().count(filter));
  }

  private static String present(Path path) {
    return Files.exists(path) ? path.toAbsolutePath().normalize().toString() : "";
  }

  private static Reply device(boolean measure) {
    Devices chosen = Devices.choose("auto");
    List<ServiceReply.DeviceMemory> memories = new ArrayList<>();
    Gpu.all().forEach(gpu -> memories.add(memory(gpu.name(), gpu.memory())));
    memories.add(memory("main memory", DeviceMemory.main()));
    double speed = measure ? MatmulTrial.gigaflops(chosen) : 0;
    String report = report(chosen, memories, speed);
    return new ServiceReply.DeviceReport(
        chosen.label(),
        chosen.isGpu(),
        chosen.reason(),
        Gpu.driver(),
        Torch.flavour(),
        Torch.version(),
        memories,
        speed,
        report);
  }

  private static ServiceReply.DeviceMemory memory(String name, DeviceMemory memory) {
    return new ServiceReply.DeviceMemory(name, memory.total(), memory.free());
  }

  private static String report(
      Devices chosen, List<ServiceReply.DeviceMemory> memories, double speed) {
    StringBuilder text = new StringBuilder();
    text.append("Tunebench ").append(Origin.VERSION).append('\n');
    text.append("System: ").append(System.getProperty("os.name")).append(' ');
    text.append(System.getProperty("os.version")).append(", Java ").append(Runtime.version());
    text.append("\nPyTorch ").append(Torch.version()).append(", ").append(Torch.flavour());
    text.append("\nDriver: ").append(Gpu.driver().isEmpty() ? "none found" : Gpu.driver());
    text.append("\nChosen: ").append(chosen.label()).append(". ").append(chosen.reason());
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

  private static Reply folder(String wanted) throws IOException {
    Path folder = Path.of(wanted.isEmpty() ? System.getProperty("user.home") : wanted);
    if (!Files.isDirectory(folder)) {
      throw new BadInputException(folder + " is no folder.");
    }
    List<ServiceReply.FileEntry> entries = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> !f.getFileName().toString().startsWith(".")).toList()) {
        boolean directory = Files.isDirectory(file);
        entries.add(
            new ServiceReply.FileEntry(
                file.getFileName().toString(),
                directory,
                directory && Files.isRegularFile(file.resolve("config.json")),
                directory || !Files.exists(file) ? 0 : Files.size(file)));
      }
    }
    entries.sort(
        Comparator.comparing((ServiceReply.FileEntry e) -> !e.folder())
            .thenComparing(ServiceReply.FileEntry::name, String.CASE_INSENSITIVE_ORDER));
    Path parent = folder.toAbsolutePath().getParent();
    return new ServiceReply.Folder(
        folder.toAbsolutePath().toString(), parent == null ? "" : parent.toString(), entries);
  }
}
