package tunebench.model;

import ai.djl.Device;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import tunebench.format.ModelWeights;
import tunebench.format.TensorSource;
import tunebench.llama.ConfigReader;
import tunebench.llama.LanguageModel;
import tunebench.llama.ModelConfig;
import tunebench.llama.WeightReader;
import tunebench.quant.BnbConfig;
import tunebench.quant.DequantizedWeights;
import tunebench.tensor.Scope;
import tunebench.tensor.Tensors;

/**
 * A model, open on a device. Closing it frees its weights.
 *
 * @param folder where it came from: a folder or a {@code .gguf} file
 * @param settings how it is held; the format is the stored one where weights came quantized
 * @param scope owns the weights
 * @param model the network without any adapter
 */
public record OpenModel(Path folder, OpenSettings settings, Scope scope, LanguageModel model)
    implements AutoCloseable {
  /**
   * Opens a folder in the Hub's layout, a {@code .gguf} file, or a folder with one. Weights that
   * bitsandbytes quantized are taken as they are stored, unless a format of plain floats is asked
   * for; then they are dequantized.
   *
   * @param device where the weights shall be
   * @param progress told the share done, 0 to 1
   * @throws tunebench.BadInputException if the folder is not one that can be opened
   */
  public static OpenModel open(
      Path folder, OpenSettings settings, Device device, DoubleConsumer progress) {
    ModelConfig config = ConfigReader.read(folder);
    Optional<BnbConfig> bnb =
        BnbConfig.of(folder.resolve("config.json").toString(), ConfigReader.json(folder));
    boolean dense = settings.trained() || settings.quantization().floating();
    Scope scope = Scope.on(device);
    try (TensorSource weights = weights(folder, dense && bnb.isPresent(), device)) {
      OpenSettings actual = settings;
      StoredProjections stored = null;
      if (bnb.isPresent() && !dense) {
        // What is quantized already stays as it is, in whatever format was asked for.
        actual = new OpenSettings(bnb.get().kind(), settings.compute(), settings.products(), false);
        stored = new StoredProjections(scope, bnb.get(), weights, actual);
      }
      WeightLoader loader =
          new WeightLoader(scope, config, new WeightReader(weights), actual, stored);
      return new OpenModel(folder, actual, scope, new LanguageModel(config, loader.load(progress)));
    } catch (RuntimeException e) {
      scope.close();
      throw e;
    }
  }

  private static TensorSource weights(Path folder, boolean dequantize, Device device) {
    TensorSource weights = ModelWeights.open(folder);
    return dequantize ? new DequantizedWeights(weights, device) : weights;
  }

  /** Bytes of all arrays that this model holds on its device now, tables of codes included. */
  public long heldBytes() {
    try (Scope step = scope.child()) {
      return scope.held().stream().mapToLong(array -> Tensors.bytes(step, array)).sum();
    }
  }

  @Override
  public void close() {
    scope.close();
  }
}
