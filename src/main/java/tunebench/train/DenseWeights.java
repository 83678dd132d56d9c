package tunebench.train;

import java.util.List;
import tunebench.llama.ModelConfig;
import tunebench.llama.TensorShape;
import tunebench.llama.TensorShape.Role;
import tunebench.model.MemoryFootprint;
import tunebench.model.OpenSettings;
import tunebench.quant.Quantization;
import tunebench.tensor.Dtype;

/**
 * What weights take beside themselves: dense copies while they are used, and what loading needs.
 */
final class DenseWeights {
  /** Bytes per weight while LLM.int8 quantizes. */
  private static final int INT8_ENCODE = 11;

  /**
   * Of LLM.int8's product in training on a GPU: sums, numbers, scales and result in 32 bits, and
   * the result, the dense one, their difference and sum in 16.
   */
  private static final int INT8_PRODUCT = 24;

  /** Of a 16-bit tensor on its way into 32 bits. */
  private static final int READ = 2;

  private final PassShape shape;
  private final ModelConfig config;
  private final Quantization kind;
  private final boolean copied;
  private final boolean gpu;
  private final long bytes;
  private final boolean outputCopied;

  DenseWeights(PassShape shape, ModelConfig config, Quantization kind, boolean gpu) {
    this.shape = shape;
    this.config = config;
    this.kind = kind;
    this.gpu = gpu;
    Dtype products = OpenSettings.fast(kind, gpu).products();
    // Where a CPU takes products in 32 bits, 16-bit weights are copied, too.
    this.copied = !kind.floating() || (!gpu && kind == Quantization.BF16 && products.bytes() > 2);
    this.bytes = gpu ? shape.compute() : products.bytes();
    this.outputCopied = !gpu && kind != Quantization.FP32;
  }

  /** Dense copies of matrices, in bytes. */
  long of(List<TensorShape> matrices) {
    return copied ? bytes * matrices.stream().mapToLong(TensorShape::size).sum() : 0;
  }

  /** What the dequantization of a tensor takes besides. */
  long temporary(TensorShape matrix) {
    return kind.floating() ? 0 : shape.quantizedTemp() * matrix.size();
  }

  /** What a token's product with a tensor takes besides. */
  long product(TensorShape matrix) {
    return gpu && kind == Quantization.INT8 ? INT8_PRODUCT * matrix.dims().get(0) : 0;
  }

  /** The output layer's dense copy. */
  long output() {
    return outputCopied || kind.all() ? shape.compute() * outputSize() : 0;
  }

  /** What the output layer's dequantization takes besides. */
  long outputTemporary() {
    return kind.all() ? shape.quantizedTemp() * outputSize() : 0;
  }

  private long outputSize() {
    return (long) config.vocabSize() * config.hiddenSize();
  }

  /** The most that is held while the model is loaded, tensor by tensor. */
  long loading(MemoryFootprint footprint) {
    long held = 0;
    long most = 0;
    for (MemoryFootprint.Item item : footprint.items()) {
      held += item.codes() + item.constants() + item.plain();
      most = Math.max(most, held + encoding(item));
    }
    return most;
  }

  private long encoding(MemoryFootprint.Item item) {
    if (item.constants() == 0) {
      return item.role() == Role.NORM ? 0 : READ * item.parameters();
    }
    int bytes = kind == Quantization.INT8 ? INT8_ENCODE : shape.encodeTemp();
    return bytes * item.parameters();
  }
}
