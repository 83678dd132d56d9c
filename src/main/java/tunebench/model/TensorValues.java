package tunebench.model;

import ai.djl.ndarray.NDArray;
import java.nio.file.Path;
import tunebench.format.TensorSource;
import tunebench.llama.TensorShape;
import tunebench.llama.WeightReader;
import tunebench.nn.Code;
import tunebench.nn.Projection;
import tunebench.quant.Block4;
import tunebench.quant.Block4Projection;
import tunebench.quant.Block4Tables;
import tunebench.quant.CodeBook;
import tunebench.quant.Int8Projection;
import tunebench.quant.Quantization;
import tunebench.tensor.Devices;
import tunebench.tensor.Dtype;
import tunebench.tensor.Scope;
import tunebench.tensor.Tensors;

/**
 * A tensor's values as a format keeps them, worked out on the CPU.
 *
 * @param values row by row
 * @param bitsPerWeight scales included
 */
@SuppressWarnings("ArrayRecordComponent")
public record TensorValues(float[] values, double bitsPerWeight) {

  /**
   * The values of a tensor of a model folder or file, as they are stored or what codes stand for.
   */
  public static TensorValues read(Path folder, TensorShape shape) {
    try (Scope scope = Scope.on(Devices.choose("cpu").device());
        TensorSource weights = DenseWeights.open(folder, scope.device())) {
      NDArray dense = new WeightReader(weights).read(scope, shape, Dtype.FLOAT32);
      return new TensorValues(dense.toFloatArray(), 32);
    }
  }

  /** What is left of these values, seen as a matrix, in a format. */
  public TensorValues as(Quantization kind, int rows, int columns) {
    try (Scope scope = Scope.on(Devices.choose("cpu").device())) {
      NDArray dense = scope.floats(values, rows, columns);
      CodeBook book = kind.book();
      if (book != null) {
        Block4 block = Block4.encode(scope, Block4Tables.of(scope, book), dense, kind.doubly());
        double bits = 8.0 * (block.codeBytes() + block.constantBytes()) / values.length;
        return new TensorValues(
            decoded(scope, new Block4Projection(block, null, Dtype.FLOAT32)), bits);
      }
      if (kind == Quantization.INT8) {
        Int8Projection eight = Int8Projection.encode(scope, dense, null, Dtype.FLOAT32);
        return new TensorValues(decoded(scope, eight), 8 + 32.0 * rows / values.length);
      }
      if (kind == Quantization.FP32) {
        return this;
      }
      NDArray half = Tensors.cast(scope, dense, Dtype.BFLOAT16);
      return new TensorValues(Tensors.cast(scope, half, Dtype.FLOAT32).toFloatArray(), 16);
    }
  }

  private static float[] decoded(Scope scope, Projection projection) {
    Code code = new Code(false);
    return code.finish(projection.emitWeight(code)).call(scope).head().toFloatArray();
  }
}
