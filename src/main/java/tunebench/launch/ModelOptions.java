package tunebench.launch;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tunebench.llama.LanguageModel;
import tunebench.lora.Adapter;
import tunebench.model.AdaptedModel;
import tunebench.model.AdapterFiles;
import tunebench.model.OpenModel;
import tunebench.model.OpenSettings;
import tunebench.quant.Quantization;
import tunebench.tensor.Devices;

/** Which model to open and how, for every command that runs one. */
final class ModelOptions {
  @Option(
      names = "--model",
      converter = ModelPath.class,
      required = true,
      paramLabel = "DIR",
      description =
          "Model folder: config.json, tokenizer.json, *.safetensors; or org/name or"
              + " org/name@revision of the Hub, once hub download has fetched it.")
  private Path model = Path.of("");

  @Option(
      names = "--adapter",
      converter = ModelPath.class,
      paramLabel = "DIR",
      description =
          "LoRA adapter: a folder as PEFT or Tunebench writes it, its name on the Hub, or a .gguf"
              + " file of llama.cpp's.")
  private @Nullable Path adapter;

  @Option(
      names = "--quantize",
      paramLabel = "K",
      description = "fp32, bf16, int8, nf4, nf4-double, nf4-all, fp4 or fp4-double.")
  private @Nullable String quantize;

  @Mixin private DeviceOption device = new DeviceOption();

  Path folder() {
    return model;
  }

  @Nullable Path adapter() {
    return adapter;
  }

  /** What was asked for, or {@code usual}. */
  Quantization quantization(Quantization usual) {
    return quantize == null ? usual : Quantization.of(quantize);
  }

  /** Opens the model in the way that suits the machine. */
  Opened open(Quantization usual) {
    Devices chosen = device.choose();
    return open(chosen, OpenSettings.fast(quantization(usual), chosen.isGpu()));
  }

  /** Opens it with one dtype for everything: what is compared with other implementations. */
  Opened openExact(Quantization usual) {
    Devices chosen = device.choose();
    return open(chosen, OpenSettings.of(quantization(usual), chosen.isGpu()));
  }

  private Opened open(Devices chosen, OpenSettings how) {
    OpenModel base = OpenModel.open(model, how, chosen.device(), share -> {});
    try {
      Path folder = adapter;
      Adapter update = folder == null ? null : AdapterFiles.read(base.scope(), folder, model);
      return new Opened(chosen, base, Optional.ofNullable(update));
    } catch (RuntimeException e) {
      base.close();
      throw e;
    }
  }

  /** A model and perhaps an adapter, ready to run. */
  record Opened(Devices device, OpenModel base, Optional<Adapter> adapter)
      implements AutoCloseable {
    LanguageModel model() {
      return adapter.map(a -> AdaptedModel.of(base.model(), a)).orElse(base.model());
    }

    @Override
    public void close() {
      base.close();
    }
  }
}
