package tunebench.quant;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tunebench.format.DType;
import tunebench.format.TensorInfo;
import tunebench.format.TensorSource;
import tunebench.nn.Code;
import tunebench.tensor.Dtype;
import tunebench.tensor.Scope;
import tunebench.tensor.Tensors;

/**
 * A checkpoint of bitsandbytes as if it were dense: each quantized weight is what its codes stand
 * for, rounded to the dtype that it had before (4 bits) or in float32 (8 bits), as bitsandbytes
 * dequantizes. Made for reading each tensor once from front to back: the last one is kept.
 */
public final class DequantizedWeights implements TensorSource {
  private final TensorSource source;
  private final BnbTensors tensors;
  private final Scope scope;
  private final Set<String> names = new LinkedHashSet<>();
  private @Nullable String lastName;
  private @Nullable MemorySegment last;

  /**
   * Shows a checkpoint.
   *
   * @param source closed with this
   * @param device where the arithmetic is done
   */
  public DequantizedWeights(TensorSource source, Device device) {
    this.source = source;
    this.scope = Scope.on(device);
    this.tensors = new BnbTensors(source, scope);
    source.names().stream().filter(n -> !tensors.isCompanion(n)).forEach(names::add);
  }

  @Override
  public Set<String> names() {
    return Set.copyOf(names);
  }

  @Override
  public TensorInfo info(String name) {
    TensorInfo stored = source.info(name);
    if (!tensors.holds(name)) {
      return stored;
    }
    Optional<BnbState> state = tensors.state(name);
    DType dtype = state.map(BnbState::dtype).orElse(DType.F32);
    List<Long> dims = state.map(s -> List.of(s.rows(), s.columns())).orElseGet(stored::dimensions);
    tensors.check(name, dims);
    return new TensorInfo(name, dtype, dims, stored.offset(), dtype.bytesOf(dims));
  }

  @Override
  public String file(String name) {
    return source.file(name);
  }

  @Override
  public boolean isWide(String name) {
    return !tensors.holds(name) && source.isWide(name);
  }

  @Override
  public synchronized MemorySegment bytes(String name) {
    if (!tensors.holds(name)) {
      return source.bytes(name);
    }
    MemorySegment known = last;
    if (known == null || !name.equals(lastName)) {
      known = dense(name);
      last = known;
      lastName = name;
    }
    return known;
  }

  private MemorySegment dense(String name) {
    DType dtype = info(name).dtype();
    try (Scope step = scope.child()) {
      Code code = new Code(false);
      String weight =
          tensors.state(name).isPresent()
              ? tensors.block4(step, name).emit(code, Dtype.FLOAT32)
              : tensors
                  .int8(step, name, null, Dtype.FLOAT32, Int8Projection.THRESHOLD)
                  .emitWeight(code);
      NDArray values = code.finish(weight).call(step).head();
      MemorySegment bytes =
          MemorySegment.ofBuffer(Tensors.encode(step, values, of(dtype)).toByteBuffer());
      return Arena.ofAuto().allocate(bytes.byteSize(), 64).copyFrom(bytes).asReadOnly();
    }
  }

  private static Dtype of(DType dtype) {
    return switch (dtype) {
      case F16 -> Dtype.FLOAT16;
      case BF16 -> Dtype.BFLOAT16;
      case F64 -> Dtype.FLOAT64;
      default -> Dtype.FLOAT32;
    };
  }

  @Override
  public void close() {
    scope.close();
    source.close();
  }
}
