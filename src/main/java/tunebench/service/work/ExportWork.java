package tunebench.service.work;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tunebench.BadInputException;
import tunebench.format.GgufType;
import tunebench.llama.ConfigReader;
import tunebench.model.GgufFileExport;
import tunebench.model.OllamaFolder;
import tunebench.model.QuantizedFolder;
import tunebench.parity.ExportCheck;
import tunebench.protocol.Task;
import tunebench.quant.Quantization;
import tunebench.service.job.Ending;
import tunebench.service.job.JobControl;
import tunebench.service.job.JobWork;
import tunebench.tensor.DeviceMemory;
import tunebench.tensor.Devices;

/**
 * Writes a model or an adapter for other programs.
 *
 * @param shipped folder with {@code sample-data}
 */
record ExportWork(Engine engine, Task.Export task, Path shipped) implements JobWork {
  private static final List<String> ADAPTER_FILES =
      List.of("adapter_config.json", "adapter_model.safetensors");

  /** Refuses what cannot work before it waits in the queue. */
  void check() {
    ExportFormat format = ExportFormat.of(task.format());
    if (format.adapter() == ExportFormat.Adapter.NEEDED && task.adapter().isEmpty()) {
      throw new BadInputException(
          "The format %s writes an adapter; choose one.".formatted(format.label()));
    }
    if (format.adapter() == ExportFormat.Adapter.NONE && !task.adapter().isEmpty()) {
      throw new BadInputException(
          "The format %s takes no adapter; merge it first and export the merged folder."
              .formatted(format.label()));
    }
    if (format.gguf() != null && !task.output().endsWith(".gguf")) {
      throw new BadInputException("Name a file that ends in .gguf, not " + task.output() + ".");
    }
    ConfigReader.read(Path.of(task.folder()));
    adapter();
    Exporting.target(task.output());
  }

  private @Nullable Path adapter() {
    return task.adapter().isEmpty() ? null : Adapters.folder(engine, task.adapter(), "best");
  }

  @Override
  public Ending run(JobControl control) throws Exception {
    Path target = Exporting.target(task.output());
    Devices device = Devices.choose("auto");
    control.stage("writing");
    try {
      return written(new Exporting(control, shipped), target, device);
    } catch (Exporting.Stopped e) {
      return new Ending.Cancelled();
    } finally {
      DeviceMemory.release(device.device());
    }
  }

  private Ending written(Exporting exporting, Path target, Devices device) throws IOException {
    ExportFormat format = ExportFormat.of(task.format());
    Path model = Path.of(task.folder());
    Path adapter = adapter();
    Quantization kind = format.kind();
    GgufType type = format.gguf();
    if (kind != null) {
      exporting.write(
          target,
          (aside, share) -> QuantizedFolder.write(model, kind, aside, device.device(), share));
      return exporting.checked(target, ExportCheck.quantized(model, kind, target), device);
    }
    if (format == ExportFormat.OLLAMA) {
      exporting.write(
          target,
          (aside, share) ->
              OllamaFolder.write(model, adapter, GgufType.Q8_0, aside, device.device(), share));
      Path weights = target.resolve(OllamaFolder.WEIGHTS);
      return exporting.checked(
          target, ExportCheck.gguf(model, adapter, GgufType.Q8_0, weights), device);
    }
    if (type == null) {
      exporting.write(target, (aside, share) -> copy(Objects.requireNonNull(adapter), aside));
      return Exporting.unchecked(
          target, "The adapter was copied as it is, so there is nothing to check.");
    }
    GgufFileExport gguf = new GgufFileExport(model, type, device.device());
    if (format == ExportFormat.GGUF_LORA) {
      Path source = Objects.requireNonNull(adapter);
      exporting.write(target, (aside, share) -> gguf.adapter(source, aside));
      return exporting.checked(
          target, ExportCheck.loneAdapter(model, source, type, target), device);
    }
    exporting.write(target, (aside, share) -> gguf.whole(adapter, aside, share));
    return exporting.checked(target, ExportCheck.gguf(model, adapter, type, target), device);
  }

  private static void copy(Path adapter, Path folder) throws IOException {
    Files.createDirectories(folder);
    for (String file : ADAPTER_FILES) {
      Files.copy(adapter.resolve(file), folder.resolve(file));
    }
  }

  @Override
  public String explain(Exception failure) {
    return Failures.sentence(failure);
  }
}
