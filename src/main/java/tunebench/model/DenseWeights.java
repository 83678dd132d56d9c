package tunebench.model;

import ai.djl.Device;
import java.nio.file.Path;
import tunebench.format.ModelWeights;
import tunebench.format.TensorSource;
import tunebench.llama.ConfigReader;
import tunebench.lora.Adapter;
import tunebench.quant.BnbConfig;
import tunebench.quant.DequantizedWeights;

/** The weights of any model as dense tensors by the Hub's names, for whoever writes them anew. */
final class DenseWeights {
  private DenseWeights() {}

  /**
   * Opens a folder in the Hub's layout, quantized by bitsandbytes or not, or a GGUF file.
   *
   * @param device where dequantizing is done
   */
  static TensorSource open(Path model, Device device) {
    TensorSource stored = ModelWeights.open(model);
    return isQuantized(model) ? new DequantizedWeights(stored, device) : stored;
  }

  /** Whether bitsandbytes quantized the folder. */
  static boolean isQuantized(Path model) {
    return BnbConfig.of(model.resolve("config.json").toString(), ConfigReader.json(model))
        .isPresent();
  }

  /** Whether a model whose output layer is its embedding cannot stay so with an adapter merged. */
  static boolean unties(boolean tied, Adapter adapter) {
    return tied && adapter.changesEnds();
  }
}
