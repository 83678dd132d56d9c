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
import tunebench.tensor.Libtorch;

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
      case ServiceRequest.Device device -> DevicePage.report(device.measure());
      case ServiceRequest.Libtorch _ -> DevicePage.libtorch(engine.home().folder());
      case ServiceRequest.UseLibtorch use -> {
        Path home = engine.home().folder();
        Libtorch.name(home, use.folder().isBlank() ? null : Path.of(use.folder()));
        yield DevicePage.libtorch(home);
      }
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
