package tunebench.model;

import ai.djl.ndarray.NDArray;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tunebench.BadInputException;
import tunebench.format.DType;
import tunebench.format.TensorInfo;
import tunebench.format.TensorSource;
import tunebench.llama.TensorShape;
import tunebench.llama.TensorShape.Role;
import tunebench.llama.WeightReader;
import tunebench.lora.Adapter;
import tunebench.nn.Code;
import tunebench.nn.DenseProjection;
import tunebench.tensor.Dtype;
import tunebench.tensor.Scope;
import tunebench.tensor.Tensors;

/**
 * A checkpoint with an adapter merged into it, tensor by tensor as they are read: changed weights
 * come in float32, so that whoever writes them rounds once. Made for reading each tensor from front
 * to back: the last one is kept.
 */
public final class MergedWeights implements TensorSource {
  private static final String WEIGHT = ".weight";

  private final TensorSource base;
  private final Adapter adapter;
  private final Scope scope;
  private @Nullable String lastName;
  private @Nullable MemorySegment last;

  /**
   * Shows a base with an adapter.
   *
   * @param base dense weights; closed with this
   * @param adapter stays its owner's
   * @throws BadInputException if the adapter changes a weight that the base lacks
   */
  public MergedWeights(TensorSource base, Adapter adapter) {
    this.base = base;
    this.adapter = adapter;
    this.scope = adapter.scope().child();
    Set<String> modules = new LinkedHashSet<>(adapter.modules().keySet());
    modules.addAll(adapter.whole().keySet());
    for (String module : modules) {
      if (!base.names().contains(module + WEIGHT)) {
        throw new BadInputException(
            "The adapter changes %s, which the base model lacks; it belongs to another model."
                .formatted(module));
      }
    }
  }

  @Override
  public Set<String> names() {
    return base.names();
  }

  @Override
  public TensorInfo info(String name) {
    TensorInfo info = base.info(name);
    return changed(name)
        ? new TensorInfo(
            name, DType.F32, info.dimensions(), info.offset(), DType.F32.bytesOf(info.dimensions()))
        : info;
  }

  @Override
  public String file(String name) {
    return base.file(name);
  }

  @Override
  public boolean isWide(String name) {
    return base.isWide(name);
  }

  @Override
  public synchronized MemorySegment bytes(String name) {
    if (!changed(name)) {
      return base.bytes(name);
    }
    MemorySegment known = last;
    if (known == null || !name.equals(lastName)) {
      known = merged(name);
      last = known;
      lastName = name;
    }
    return known;
  }

  private boolean changed(String name) {
    return name.endsWith(WEIGHT)
        && (adapter.modules().containsKey(module(name))
            || adapter.whole().containsKey(module(name)));
  }

  private static String module(String name) {
    return name.substring(0, name.length() - WEIGHT.length());
  }

  private MemorySegment merged(String name) {
    TensorShape shape = new TensorShape(name, base.info(name).dimensions(), Role.LINEAR);
    try (Scope step = scope.child()) {
      NDArray own = adapter.whole().get(module(name));
      NDArray weight = own == null ? new WeightReader(base).read(step, shape, Dtype.FLOAT32) : own;
      DenseProjection plain = new DenseProjection(weight, null, Dtype.FLOAT32, false);
      Code code = new Code(false);
      String sum = adapter.wrap(module(name), plain).emitWeight(code);
      NDArray values = code.finish(sum).call(step).head();
      MemorySegment bytes =
          MemorySegment.ofBuffer(Tensors.encode(step, values, Dtype.FLOAT32).toByteBuffer());
      return Arena.ofAuto().allocate(bytes.byteSize(), 64).copyFrom(bytes).asReadOnly();
    }
  }

  @Override
  public void close() {
    scope.close();
    base.close();
  }
}
