package tunebench.llama;

import ai.djl.ndarray.NDArray;
import java.lang.foreign.MemorySegment;
import tunebench.BadInputException;
import tunebench.format.DType;
import tunebench.format.TensorInfo;
import tunebench.format.TensorSource;
import tunebench.tensor.Dtype;
import tunebench.tensor.Scope;
import tunebench.tensor.Tensors;

/**
 * Brings tensors from a checkpoint to a device, one at a time, and holds each against the shape
 * that the config implies.
 */
public final class WeightReader {
  /** Direct buffers end at 2 GiB; blocks of rows stay well below. */
  private static final long BLOCK_BYTES = 1L << 28;

  private final TensorSource source;

  public WeightReader(TensorSource source) {
    this.source = source;
  }

  public TensorSource source() {
    return source;
  }

  /** Whether the checkpoint holds the tensor in 32 bits or more. */
  public boolean isWide(String name) {
    return source.isWide(name);
  }

  /** Whether the checkpoint holds the tensor in bfloat16. */
  public boolean isBrain(String name) {
    return source.info(name).dtype() == DType.BF16;
  }

  /**
   * Looks at a tensor without reading it.
   *
   * @throws BadInputException if the checkpoint lacks it, or holds it in another shape or in no
   *     floating type
   */
  public void check(TensorShape shape) {
    TensorInfo info = source.info(shape.name());
    if (!info.dimensions().equals(shape.dims())) {
      throw new BadInputException(
          "Tensor %s of %s has shape %s, but the model's config implies %s; the weights and the config are of different models."
              .formatted(shape.name(), source.file(shape.name()), info.dimensions(), shape.dims()));
    }
    floating(info);
  }

  /**
   * Reads one tensor; the result belongs to {@code scope}.
   *
   * @throws BadInputException as {@link #check} does
   */
  public NDArray read(Scope scope, TensorShape shape, Dtype target) {
    check(shape);
    TensorInfo info = source.info(shape.name());
    Dtype stored = floating(info);
    long[] dims = info.shape();
    long rowsPerBlock = Math.max(1, BLOCK_BYTES / Math.max(1, info.rowLength()));
    if (info.rows() <= rowsPerBlock) {
      return block(scope, source.bytes(shape.name()), stored, target, dims);
    }
    NDArray whole = scope.zeros(target, dims);
    for (long from = 0; from < info.rows(); from += rowsPerBlock) {
      long rows = Math.min(rowsPerBlock, info.rows() - from);
      long[] part = dims.clone();
      part[0] = rows;
      try (Scope step = scope.child()) {
        NDArray block = block(step, source.bytes(shape.name(), from, rows), stored, target, part);
        Tensors.putRows(step, whole, block, from);
      }
    }
    return whole;
  }

  /**
   * Reads {@code count} rows from {@code from} on; the result belongs to {@code scope}.
   *
   * @throws BadInputException as {@link #read} does
   */
  public NDArray rows(Scope scope, TensorShape shape, long from, long count, Dtype target) {
    check(shape);
    TensorInfo info = source.info(shape.name());
    long[] dims = info.shape();
    dims[0] = count;
    return block(scope, source.bytes(shape.name(), from, count), floating(info), target, dims);
  }

  private static NDArray block(
      Scope scope, MemorySegment bytes, Dtype stored, Dtype target, long[] dims) {
    try (Scope step = scope.child()) {
      NDArray raw = step.bytes(bytes.asByteBuffer(), bytes.byteSize());
      return Tensors.decode(scope, raw, stored, target, dims);
    }
  }

  private Dtype floating(TensorInfo info) {
    return switch (info.dtype()) {
      case F32 -> Dtype.FLOAT32;
      case F16 -> Dtype.FLOAT16;
      case BF16 -> Dtype.BFLOAT16;
      case F64 -> Dtype.FLOAT64;
      case I64, I32, I16, I8, U8, BOOL ->
          throw new BadInputException(
              "Tensor %s of %s is stored as %s, but weights must be F32, F16 or BF16, or quantized by bitsandbytes; take another copy of the model."
                  .formatted(info.name(), source.file(info.name()), info.dtype()));
    };
  }
}
