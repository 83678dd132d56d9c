package tunebench.quant;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tunebench.format.DType;
import tunebench.format.SafetensorsWriter;
import tunebench.format.TensorSpec;
import tunebench.tensor.Dtype;
import tunebench.tensor.Scope;
import tunebench.tensor.Script;
import tunebench.tensor.Tensors;

/**
 * Quantizes weights and writes them as bitsandbytes does: the tensors that {@link BnbTensors}
 * reads. A file's header needs every length beforehand, and the state's text tells the mean of the
 * scales; so each doubly quantized weight is looked at twice.
 */
public final class BnbWriter {
  private final Scope scope;
  private final Quantization kind;
  private final @Nullable Block4Tables tables;
  private final Map<String, BnbState> states = new LinkedHashMap<>();

  /**
   * A writer for one file.
   *
   * @param scope owns the code book's tables
   * @param kind INT8, NF4, NF4_DOUBLE, FP4 or FP4_DOUBLE
   */
  public BnbWriter(Scope scope, Quantization kind) {
    this.scope = scope;
    this.kind = kind;
    CodeBook book = kind.book();
    this.tables = book == null ? null : Block4Tables.of(scope, book);
  }

  /**
   * The tensors that a weight becomes.
   *
   * @param name such as {@code model.layers.0.self_attn.q_proj.weight}
   * @param stored dtype that the weight had
   * @param dims its shape [out, in]
   * @param mean of its scales under double quantization, else null
   */
  public List<TensorSpec> declare(
      String name, DType stored, List<Long> dims, @Nullable Double mean) {
    long rows = dims.getFirst();
    long columns = dims.getLast();
    CodeBook book = kind.book();
    if (book == null) {
      String module = name.substring(0, name.lastIndexOf('.'));
      return List.of(
          TensorSpec.of(name, DType.I8, rows, columns),
          TensorSpec.of(module + ".SCB", DType.F32, rows),
          TensorSpec.of(module + ".weight_format", DType.U8));
    }
    BnbState state = new BnbState(book, stored, rows, columns, mean);
    states.put(name, state);
    long blocks = blocks(rows * columns, CodeBook.BLOCK);
    List<TensorSpec> specs = new ArrayList<>();
    specs.add(TensorSpec.of(name, DType.U8, (rows * columns + 1) / 2, 1));
    specs.add(TensorSpec.of(name + ".absmax", kind.doubly() ? DType.U8 : DType.F32, blocks));
    specs.add(TensorSpec.of(name + ".quant_map", DType.F32, 16));
    if (kind.doubly()) {
      long second = blocks(blocks, CodeBook.NESTED_BLOCK);
      specs.add(TensorSpec.of(name + ".nested_absmax", DType.F32, second));
      specs.add(TensorSpec.of(name + ".nested_quant_map", DType.F32, 256));
    }
    specs.add(TensorSpec.of(name + BnbState.suffix(book), DType.U8, state.text().length));
    return specs;
  }

  /** The mean of a weight's scales: what double quantization takes off them. */
  public double mean(NDArray dense) {
    try (Scope step = scope.child()) {
      return Script.resource(BnbWriter.class, "scales.torch")
          .one(step, "mean", dense, (long) CodeBook.BLOCK)
          .getFloat();
    }
  }

  /** Quantizes a declared weight and writes its tensors. */
  public void write(SafetensorsWriter file, String name, NDArray dense) throws IOException {
    try (Scope step = scope.child()) {
      Block4Tables codes = tables;
      if (codes == null) {
        writeInt8(file, name, Int8Projection.encode(step, dense, null, Dtype.FLOAT32), step);
      } else {
        write4(file, name, Block4.encode(step, codes, dense, kind.doubly()), step);
      }
    }
  }

  private static void writeInt8(
      SafetensorsWriter file, String name, Int8Projection weight, Scope step) throws IOException {
    String module = name.substring(0, name.lastIndexOf('.'));
    file.write(name, bytes(step, weight.codes(), Dtype.INT8));
    file.write(module + ".SCB", bytes(step, weight.scales(), Dtype.FLOAT32));
    // 0 stands for rows one after the other.
    file.write(module + ".weight_format", ByteBuffer.wrap(new byte[1]));
  }

  private void write4(SafetensorsWriter file, String name, Block4 weight, Scope step)
      throws IOException {
    BnbState state = Objects.requireNonNull(states.get(name), name);
    file.write(name, bytes(step, weight.codes(), Dtype.UINT8));
    file.write(name + ".quant_map", bytes(state.book().levels()));
    file.write(name + BnbState.suffix(state.book()), ByteBuffer.wrap(state.text()));
    Block4.Nested nested = weight.nested();
    if (nested == null) {
      file.write(name + ".absmax", bytes(step, weight.scales(), Dtype.FLOAT32));
      return;
    }
    Double declared = state.offset();
    if (declared == null || declared.floatValue() != nested.offset().getFloat()) {
      throw new IllegalStateException(name + " changed while it was quantized");
    }
    file.write(name + ".absmax", bytes(step, weight.scales(), Dtype.UINT8));
    file.write(name + ".nested_absmax", bytes(step, nested.scales(), Dtype.FLOAT32));
    file.write(name + ".nested_quant_map", bytes(CodeBook.dynamic8()));
  }

  private static ByteBuffer bytes(Scope step, NDArray array, Dtype dtype) {
    return Tensors.encode(step, array, dtype).toByteBuffer();
  }

  private static ByteBuffer bytes(float[] values) {
    ByteBuffer buffer =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asFloatBuffer().put(values);
    return buffer;
  }

  private static long blocks(long count, int size) {
    return (count + size - 1) / size;
  }
}
