package tunebench.model;

import tunebench.quant.Quantization;
import tunebench.tensor.CpuUnits;
import tunebench.tensor.Dtype;
import tunebench.tensor.cuda.Half;

/**
 * How a model shall be held.
 *
 * @param quantization format of the weights
 * @param compute dtype of activations, and of products unless {@code products} says otherwise
 * @param products dtype in which the decoder's projections multiply; their inputs and outputs are
 *     in {@code compute}
 * @param trained whether the weights themselves are to be trained; they are then held in {@code
 *     compute}
 */
public record OpenSettings(
    Quantization quantization, Dtype compute, Dtype products, boolean trained) {
  /** One dtype for everything. */
  public OpenSettings(Quantization quantization, Dtype compute, boolean trained) {
    this(quantization, compute, compute, trained);
  }

  /**
   * What suits a device: float32 on a CPU and for fp32 weights, else bfloat16, or float16 where the
   * card has no bfloat16.
   */
  public static OpenSettings of(Quantization quantization, boolean gpu) {
    boolean wide = !gpu || quantization == Quantization.FP32;
    return new OpenSettings(quantization, wide ? Dtype.FLOAT32 : Half.of(), false);
  }

  /**
   * The same but for projections on a CPU with tiles for bfloat16: their products are taken in it,
   * as bitsandbytes' {@code bnb_4bit_compute_dtype=bfloat16} asks on a GPU.
   */
  public static OpenSettings fast(Quantization quantization, boolean gpu) {
    OpenSettings exact = of(quantization, gpu);
    return gpu || quantization == Quantization.FP32 || !CpuUnits.bfloat16()
        ? exact
        : new OpenSettings(quantization, exact.compute, Dtype.BFLOAT16, false);
  }

  /** Full-parameter training in float32. */
  public static OpenSettings fullParameters() {
    return new OpenSettings(Quantization.FP32, Dtype.FLOAT32, true);
  }
}
