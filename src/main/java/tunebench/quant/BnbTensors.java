package tunebench.quant;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import ai.djl.ndarray.NDArray;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tunebench.BadInputException;
import tunebench.format.DType;
import tunebench.format.TensorInfo;
import tunebench.format.TensorSource;
import tunebench.tensor.Dtype;
import tunebench.tensor.Scope;
import tunebench.tensor.Tensors;

/**
 * Reads weights as bitsandbytes saved them, without quantizing anything again. Of a 4-bit weight
 * {@code W} [out, in] a checkpoint holds {@code W} (packed codes, [n / 2, 1] uint8 or as many bytes
 * in another type), {@code W.absmax}, {@code W.quant_map} [16], under double quantization {@code
 * W.nested_absmax} and {@code W.nested_quant_map} [256], and {@link BnbState}; of an 8-bit weight
 * of module {@code M}: {@code M.weight} int8 [out, in], {@code M.SCB} [out] and {@code
 * M.weight_format}.
 */
public final class BnbTensors {
  private static final String WEIGHT = ".weight";

  private final TensorSource source;
  private final Scope scope;
  private final Map<String, Block4Tables> tables = new LinkedHashMap<>();

  /**
   * Looks at a checkpoint.
   *
   * @param scope owns the tables of code books, for as long as any weight is used
   */
  public BnbTensors(TensorSource source, Scope scope) {
    this.source = source;
    this.scope = scope;
  }

  /** Whether a weight is stored in bitsandbytes' 4 or 8 bits. */
  public boolean holds(String weight) {
    return book(weight) != null || isInt8(weight);
  }

  /** Whether a tensor only belongs to a weight that is stored so. */
  public boolean isCompanion(String name) {
    int end = name.lastIndexOf(WEIGHT + ".");
    if (end > 0) {
      return book(name.substring(0, end) + WEIGHT) != null;
    }
    int dot = name.lastIndexOf('.');
    String last = name.substring(dot + 1);
    return (last.equals("SCB") || last.equals("weight_format"))
        && dot > 0
        && isInt8(name.substring(0, dot) + WEIGHT);
  }

  private @Nullable CodeBook book(String weight) {
    return Arrays.stream(CodeBook.values())
        .filter(b -> source.names().contains(weight + BnbState.suffix(b)))
        .findFirst()
        .orElse(null);
  }

  private boolean isInt8(String weight) {
    return source.names().contains(module(weight) + ".SCB")
        && source.names().contains(weight)
        && source.info(weight).dtype() == DType.I8;
  }

  private static String module(String weight) {
    return weight.substring(0, Math.max(0, weight.length() - WEIGHT.length()));
  }

  /**
   * What a 4-bit weight was; empty for any other.
   *
   * @throws BadInputException if it is not what bitsandbytes writes
   */
  public Optional<BnbState> state(String weight) {
    CodeBook book = book(weight);
    if (book == null) {
      return Optional.empty();
    }
    String name = weight + BnbState.suffix(book);
    TensorInfo info = source.info(name);
    if (info.length() > BnbState.MOST_BYTES) {
      throw bad(name, "has %d bytes, too many for a state".formatted(info.length()));
    }
    String where = "Tensor %s of %s".formatted(name, source.file(name));
    return Optional.of(BnbState.read(source.bytes(name).toArray(JAVA_BYTE), book, where));
  }

  /**
   * Looks at all parts of a weight without reading its codes.
   *
   * @param dims the shape [out, in] that the model's config implies
   * @throws BadInputException if a part is missing or of another size
   */
  public void check(String weight, List<Long> dims) {
    Optional<BnbState> found = state(weight);
    if (found.isEmpty()) {
      if (!source.info(weight).dimensions().equals(dims)) {
        throw bad(
            weight,
            "has shape %s, but the model's config implies %s"
                .formatted(source.info(weight).dimensions(), dims));
      }
      checkLength(module(weight) + ".SCB", DType.F32, dims.getFirst());
      checkFormat(module(weight) + ".weight_format");
      return;
    }
    BnbState state = found.get();
    if (!List.of(state.rows(), state.columns()).equals(dims)) {
      throw bad(
          weight,
          "was quantized from [%d, %d], but the model's config implies %s"
              .formatted(state.rows(), state.columns(), dims));
    }
    long weights = Math.multiplyExact(state.rows(), state.columns());
    long scales = blocks(weights, CodeBook.BLOCK);
    long bytes = source.info(weight).length();
    if (bytes != (weights + 1) / 2) {
      throw bad(weight, "has %d bytes for %d codes of 4 bits".formatted(bytes, weights));
    }
    checkLength(weight + ".quant_map", DType.F32, 16);
    checkLength(weight + ".absmax", state.offset() == null ? DType.F32 : DType.U8, scales);
    if (state.offset() != null) {
      checkLength(weight + ".nested_absmax", DType.F32, blocks(scales, CodeBook.NESTED_BLOCK));
      checkLength(weight + ".nested_quant_map", DType.F32, 256);
    }
  }

  private void checkLength(String name, DType dtype, long elements) {
    TensorInfo info = source.info(name);
    if (info.dtype() != dtype || info.elements() != elements) {
      throw bad(
          name,
          "is %s %s, and %d of %s are needed"
              .formatted(info.dtype(), info.dimensions(), elements, dtype));
    }
  }

  /** Old versions stored other orders of rows and columns; 0 is the plain one. */
  private void checkFormat(String name) {
    if (source.names().contains(name)) {
      for (byte b : source.bytes(name).toArray(JAVA_BYTE)) {
        if (b != 0) {
          throw bad(name, "says an order of rows for old GPUs, which is not read");
        }
      }
    }
  }

  /** A 4-bit weight; its parts belong to {@code owner}. Call {@link #check} first. */
  public Block4 block4(Scope owner, String weight) {
    BnbState state = state(weight).orElseThrow(() -> bad(weight, "is not stored in 4 bits"));
    Double mean = state.offset();
    Block4.Nested nested = null;
    if (mean != null) {
      nested =
          new Block4.Nested(
              read(owner, weight + ".nested_absmax", Dtype.FLOAT32),
              owner.floats(new float[] {mean.floatValue()}, 1));
    }
    return new Block4(
        tables(weight, state),
        read(owner, weight, Dtype.UINT8),
        read(owner, weight + ".absmax", mean == null ? Dtype.FLOAT32 : Dtype.UINT8),
        nested,
        Math.toIntExact(state.rows()),
        Math.toIntExact(state.columns()));
  }

  /**
   * An 8-bit weight as a projection; its parts belong to {@code owner}. Call {@link #check} first.
   */
  public Int8Projection int8(
      Scope owner, String weight, @Nullable NDArray bias, Dtype compute, double threshold) {
    NDArray codes = read(owner, weight, Dtype.INT8, source.info(weight).shape());
    NDArray scales = read(owner, module(weight) + ".SCB", Dtype.FLOAT32);
    return new Int8Projection(codes, scales, bias, compute, threshold);
  }

  /** The file's own maps, made into tables once for all weights that have the same. */
  private Block4Tables tables(String weight, BnbState state) {
    float[] levels = floats(weight + ".quant_map");
    float[] nested =
        state.offset() == null ? CodeBook.dynamic8() : floats(weight + ".nested_quant_map");
    String key = Arrays.toString(levels) + Arrays.toString(nested);
    Block4Tables known = tables.get(key);
    if (known == null) {
      known = Block4Tables.of(scope, state.book(), levels, nested);
      tables.put(key, known);
    }
    return known;
  }

  private float[] floats(String name) {
    FloatBuffer buffer =
        source.bytes(name).asByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    float[] values = new float[buffer.remaining()];
    buffer.get(values);
    return values;
  }

  private NDArray read(Scope owner, String name, Dtype dtype) {
    return read(owner, name, dtype, -1);
  }

  private NDArray read(Scope owner, String name, Dtype dtype, long... dims) {
    MemorySegment bytes = source.bytes(name);
    if (bytes.byteSize() > Integer.MAX_VALUE) {
      throw bad(name, "has more than 2 GiB");
    }
    try (Scope step = owner.child()) {
      NDArray raw = step.bytes(bytes.asByteBuffer(), bytes.byteSize());
      return Tensors.decode(owner, raw, dtype, dtype, dims);
    }
  }

  private static long blocks(long count, int size) {
    return (count + size - 1) / size;
  }

  private BadInputException bad(String name, String problem) {
    return new BadInputException(
        "Tensor %s of %s %s; take another copy of the model, or quantize the original again."
            .formatted(name, source.file(name), problem));
  }
}
