package tunebench.service.work;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tunebench.BadInputException;
import tunebench.format.DType;
import tunebench.model.MergeSettings;
import tunebench.model.Merger;
import tunebench.parity.ExportCheck;
import tunebench.protocol.Task;
import tunebench.quant.Quantization;
import tunebench.service.job.Ending;
import tunebench.service.job.JobControl;
import tunebench.service.job.JobWork;
import tunebench.tensor.DeviceMemory;
import tunebench.tensor.Devices;

/**
 * Adds an adapter's updates to a model's weights and writes a folder that opens without it.
 *
 * @param shipped folder with {@code sample-data}
 */
record MergeWork(Engine engine, Task.Merge task, Path shipped) implements JobWork {

  /** Refuses what cannot work before it waits in the queue. */
  void check() {
    settings();
    Models.info(Path.of(task.folder()));
    Adapters.folder(engine, task.adapter(), "best");
    Exporting.target(task.output());
  }

  private MergeSettings settings() {
    MergeSettings.From from =
        switch (task.from()) {
          case "original" -> MergeSettings.From.ORIGINAL;
          case "dequantized" -> MergeSettings.From.DEQUANTIZED;
          default ->
              throw new BadInputException(
                  "Weights to merge into are original or dequantized, not \"%s\"."
                      .formatted(task.from()));
        };
    Quantization kind =
        task.quantization().isEmpty()
            ? Quantization.NF4_DOUBLE
            : Quantization.of(task.quantization());
    return new MergeSettings(from, kind, type(task.dtype()), MergeSettings.SHARD_BYTES);
  }

  private static @Nullable DType type(String name) {
    return switch (name) {
      case "" -> null;
      case "bf16" -> DType.BF16;
      case "fp32" -> DType.F32;
      default ->
          throw new BadInputException(
              "Merged weights are written as bf16 or fp32, not \"%s\".".formatted(name));
    };
  }

  @Override
  public Ending run(JobControl control) throws Exception {
    Path model = Path.of(task.folder());
    Path adapter = Adapters.folder(engine, task.adapter(), "best");
    Path target = Exporting.target(task.output());
    Devices device = Devices.choose("auto");
    Exporting exporting = new Exporting(control, shipped);
    control.stage("merging");
    try {
      exporting.write(
          target, (aside, share) -> Merger.merge(model, adapter, aside, settings(), share));
      return exporting.checked(
          target, ExportCheck.merged(model, adapter, settings(), target), device);
    } catch (Exporting.Stopped e) {
      return new Ending.Cancelled();
    } finally {
      DeviceMemory.release(device.device());
    }
  }

  @Override
  public String explain(Exception failure) {
    return Failures.sentence(failure);
  }
}
