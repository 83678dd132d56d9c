package tunebench.model;

import java.nio.file.Path;
import java.util.function.DoubleConsumer;
import tunebench.format.ShardedWeights;
import tunebench.llama.ConfigReader;
import tunebench.llama.LanguageModel;
import tunebench.llama.ModelConfig;
import tunebench.llama.WeightReader;
import tunebench.tensor.Scope;
import tunebench.tensor.Tensors;

/**
 * A model folder, open on a device. Closing it frees its weights.
 *
 * @param folder where it came from
 * @param scope owns the weights
 * @param model the network without any adapter
 */
public record OpenModel(Path folder, OpenSettings settings, Scope scope, LanguageModel model)
    implements AutoCloseable {
  /**
   * Opens a folder in the Hub's layout.
   *
   * @param device where the weights shall be
   * @param progress told the share done, 0 to 1
   * @throws tunebench.BadInputException if the folder is not one that can be opened
   */
  public static OpenModel open(
      Path folder, OpenSettings settings, ai.djl.Device device, DoubleConsumer progress) {
    ModelConfig config = ConfigReader.read(folder);
    Scope scope = Scope.on(device);
    try (ShardedWeights weights = ShardedWeights.open(folder)) {
      WeightLoader loader = new WeightLoader(scope, config, new WeightReader(weights), settings);
      return new OpenModel(
          folder, settings, scope, new LanguageModel(config, loader.load(progress)));
    } catch (RuntimeException e) {
      scope.close();
      throw e;
    }
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
