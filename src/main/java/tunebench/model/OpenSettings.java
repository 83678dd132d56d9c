package tunebench.model;

import tunebench.quant.Quantization;
import tunebench.tensor.Dtype;
import tunebench.tensor.cuda.Half;

/**
 * How a model shall be held.
 *
 * @param quantization format of the weights
 * @param compute dtype of activations and products
 * @param trained whether the weights themselves are to be trained; they are then held in {@code
 *     compute}
 */
public record OpenSettings(Quantization quantization, Dtype compute, boolean trained) {
  /**
   * What suits a device: float32 on a CPU and for fp32 weights, else bfloat16, or float16 where the
   * card has no bfloat16.
   */
  public static OpenSettings of(Quantization quantization, boolean gpu) {
    boolean wide = !gpu || quantization == Quantization.FP32;
    return new OpenSettings(quantization, wide ? Dtype.FLOAT32 : Half.of(), false);
  }

  /** Full-parameter training in float32. */
  public static OpenSettings fullParameters() {
    return new OpenSettings(Quantization.FP32, Dtype.FLOAT32, true);
  }
}
