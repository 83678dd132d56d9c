package tunebench.model;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import tunebench.format.DType;
import tunebench.format.ShardedWriter;
import tunebench.llama.ModelConfig;
import tunebench.llama.TensorShape;
import tunebench.llama.WeightReader;
import tunebench.lora.Adapter;
import tunebench.nn.Code;
import tunebench.nn.Projection;
import tunebench.tensor.Dtype;
import tunebench.tensor.Scope;
import tunebench.tensor.Tensors;

/**
 * Merges tensor by tensor and block of rows by block of rows: what has no update is copied from
 * file to file, and what has one is added in float32 and rounded once. A tensor is in memory as a
 * whole only while it is quantized.
 */
final class MergedTensors {
  /** Numbers per block, 64 MB in float32. */
  private static final long BLOCK = 1L << 24;

  private final Scope scope;
  private final ModelConfig config;
  private final WeightReader reader;
  private final Adapter adapter;
  private final MergeSettings settings;

  MergedTensors(
      Scope scope,
      ModelConfig config,
      WeightReader reader,
      Adapter adapter,
      MergeSettings settings) {
    this.scope = scope;
    this.config = config;
    this.reader = reader;
    this.adapter = adapter;
    this.settings = settings;
  }

  /** Hands out rows of a weight in float32. */
  private interface Rows {
    NDArray read(Scope block, long from, long count);
  }

  /** The type that a tensor will have. */
  DType dtype(TensorShape shape) {
    DType wanted = settings.dtype();
    return wanted == null ? reader.source().info(shape.name()).dtype() : wanted;
  }

  /** Writes one tensor. */
  void write(TensorShape shape, ShardedWriter out) throws IOException {
    String module = shape.name().replaceFirst("\\.weight$", "");
    Adapter.Update update = adapter.modules().get(module);
    NDArray own = adapter.whole().get(module);
    if (own != null) {
      write(shape, update, (block, from, count) -> rows(block, own, from, count), out);
    } else if (settings.dequantizes(shape)) {
      try (Scope step = scope.child()) {
        NDArray dense = dequantized(step, shape);
        write(shape, update, (block, from, count) -> rows(block, dense, from, count), out);
      }
    } else if (update == null && dtype(shape) == reader.source().info(shape.name()).dtype()) {
      out.write(shape.name(), reader.source().bytes(shape.name()));
    } else {
      write(
          shape,
          update,
          (block, from, count) -> reader.rows(block, shape, from, count, Dtype.FLOAT32),
          out);
    }
  }

  private void write(
      TensorShape shape, Adapter.@Nullable Update update, Rows weight, ShardedWriter out)
      throws IOException {
    long rows = shape.dims().getFirst();
    long step = Math.max(1, BLOCK / (shape.size() / rows));
    for (long from = 0; from < rows; from += step) {
      long count = Math.min(step, rows - from);
      try (Scope block = scope.child()) {
        NDArray part = weight.read(block, from, count);
        if (update != null) {
          part = update.rows(block, from, count).merge(block, part);
        }
        NDArray bytes = Tensors.encode(block, part, stored(dtype(shape)));
        out.write(shape.name(), bytes.toByteBuffer(true));
      }
    }
  }

  private static NDArray rows(Scope block, NDArray matrix, long from, long count) {
    return block.keep(matrix.get("%d:%d".formatted(from, from + count)));
  }

  private NDArray dequantized(Scope step, TensorShape shape) {
    OpenSettings held = new OpenSettings(settings.quantization(), Dtype.FLOAT32, false);
    Projection weight = new WeightLoader(step, config, reader, held, null).weight(shape);
    Code code = new Code(false);
    return code.finish(weight.emitWeight(code)).call(step).head();
  }

  private static Dtype stored(DType type) {
    return switch (type) {
      case F64 -> Dtype.FLOAT64;
      case F32 -> Dtype.FLOAT32;
      case F16 -> Dtype.FLOAT16;
      case BF16 -> Dtype.BFLOAT16;
      default -> throw new IllegalArgumentException("weights are not written as " + type);
    };
  }
}
