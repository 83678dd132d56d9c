package tunebench.model;

import java.util.ArrayList;
import java.util.List;
import tunebench.llama.ModelConfig;
import tunebench.llama.ModelShapes;
import tunebench.llama.TensorShape;
import tunebench.llama.TensorShape.Role;
import tunebench.quant.CodeBook;
import tunebench.quant.Quantization;

/**
 * What a model's weights take in memory, tensor by tensor, from its config alone.
 *
 * @param kind the format
 * @param items in the order of the forward pass
 */
public record MemoryFootprint(Quantization kind, List<Item> items) {
  /**
   * One tensor's bytes.
   *
   * @param name as in the checkpoint
   * @param role what it does
   * @param parameters its elements
   * @param codes bytes of quantized weights; of a projection's plain weight where nothing is
   *     quantized
   * @param constants bytes of scales and of what belongs to them, which {@code
   *     get_memory_footprint} of transformers leaves out
   * @param plain bytes of what stays as it is
   */
  public record Item(
      String name, Role role, long parameters, long codes, long constants, long plain) {}

  public MemoryFootprint {
    items = List.copyOf(items);
  }

  /**
   * Counts.
   *
   * @param wide whether the checkpoint is in 32 bits, so that what is not quantized stays so; a
   *     16-bit checkpoint's stays in 16
   */
  public static MemoryFootprint of(ModelConfig config, Quantization kind, boolean wide) {
    List<Item> items = new ArrayList<>();
    for (TensorShape shape : ModelShapes.of(config)) {
      items.add(item(config, shape, kind, wide));
    }
    return new MemoryFootprint(kind, items);
  }

  private static Item item(ModelConfig config, TensorShape shape, Quantization kind, boolean wide) {
    long n = shape.size();
    int width = kind == Quantization.FP32 || (wide && kind != Quantization.BF16) ? 4 : 2;
    boolean linear = shape.role() == Role.LINEAR;
    if (kind.floating()) {
      return new Item(
          shape.name(), shape.role(), n, linear ? n * width : 0, 0, linear ? 0 : n * width);
    }
    if (kind == Quantization.INT8 && linear) {
      // One float32 scale per output row.
      return new Item(shape.name(), shape.role(), n, n, 4 * shape.dims().getFirst(), 0);
    }
    if (kind.book() != null && (linear || (kind.all() && quantizable(config, shape)))) {
      return new Item(shape.name(), shape.role(), n, (n + 1) / 2, scales(n, kind.doubly()), 0);
    }
    return new Item(shape.name(), shape.role(), n, 0, 0, n * width);
  }

  /** An embedding is looked up row by row, so its rows must be whole blocks. */
  private static boolean quantizable(ModelConfig config, TensorShape shape) {
    return shape.role() == Role.OUTPUT
        || (shape.role() == Role.EMBEDDING && config.hiddenSize() % CodeBook.BLOCK == 0);
  }

  private static long scales(long n, boolean doubly) {
    long blocks = (n + CodeBook.BLOCK - 1) / CodeBook.BLOCK;
    long second = (blocks + CodeBook.NESTED_BLOCK - 1) / CodeBook.NESTED_BLOCK;
    // Under double quantization: a byte per block, a float32 per 256 of them, and their mean.
    return doubly ? blocks + 4 * second + 4 : 4 * blocks;
  }

  /** Weights in all. */
  public long parameters() {
    return items.stream().mapToLong(Item::parameters).sum();
  }

  /** Bytes of the projections' weights, quantized or not. */
  public long codes() {
    return items.stream().mapToLong(Item::codes).sum();
  }

  /** Bytes of scales. */
  public long constants() {
    return items.stream().mapToLong(Item::constants).sum();
  }

  /** Bytes of embedding, output layer, norms and biases where they are not quantized. */
  public long plain() {
    return items.stream().mapToLong(Item::plain).sum();
  }

  /** What transformers' {@code get_memory_footprint} prints: everything but the scales. */
  public long withoutConstants() {
    return codes() + plain();
  }

  /** All bytes. */
  public long total() {
    return codes() + constants() + plain();
  }
}
