package tunebench.format;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tunebench.BadInputException;

/**
 * The weights of a GGUF file as the Hub would have them: its names, its order of query and key
 * rows, its norms. What is stored in F32, F16 or BF16 and in the right order is handed out as it
 * lies; everything else is decoded to F32 in fresh memory, so ask for large tensors by rows.
 */
public final class GgufWeights implements TensorSource {
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** As much is decoded at a time, in bytes of floats. */
  private static final long STEP_BYTES = 1 << 22;

  /** Tables of rotary frequencies, which the config already says. */
  private static final Set<String> NO_WEIGHTS =
      Set.of("rope_freqs.weight", "rope_factors_long.weight", "rope_factors_short.weight");

  private final GgufFile file;
  private final GgufModel model;
  private final Map<String, GgufTensor> tensors = new LinkedHashMap<>();

  private GgufWeights(GgufFile file, GgufModel model) {
    this.file = file;
    this.model = model;
    GgufNames names = GgufNames.of(model.family());
    for (GgufTensor tensor : file.tensors().values()) {
      if (!NO_WEIGHTS.contains(tensor.name())) {
        tensors.put(names.toHub(tensor.name()).orElseThrow(() -> stranger(tensor)), tensor);
      }
    }
    tensors.forEach(this::check);
  }

  private BadInputException stranger(GgufTensor tensor) {
    String family = model.family().architecture();
    return file.complaint().tensor(tensor.name(), "has no place in the architecture " + family);
  }

  /** What the reading by rows below takes for granted. */
  private void check(String name, GgufTensor tensor) {
    if (tensor.dimensions().size() == 1 && tensor.type().blockWeights() > 1) {
      throw file.complaint().tensor(tensor.name(), "is a vector in blocks of " + tensor.type());
    }
    if (paired(name) && tensor.dimensions().getFirst() % model.headWidth() != 0) {
      throw file.complaint()
          .tensor(
              tensor.name(),
              "has %d rows, which are no heads of %d"
                  .formatted(tensor.dimensions().getFirst(), model.headWidth()));
    }
  }

  /**
   * Shows an open file's weights; closing them closes the file.
   *
   * @throws tunebench.BadInputException if a tensor has no place in the architecture
   */
  public static GgufWeights of(GgufFile file, GgufModel model) {
    return new GgufWeights(file, model);
  }

  /**
   * Opens a file and shows its weights.
   *
   * @throws tunebench.BadInputException if it is no GGUF file of a known architecture, or a tensor
   *     has no place in that
   */
  public static GgufWeights open(Path path) {
    GgufFile file = GgufFile.open(path);
    try {
      return new GgufWeights(file, GgufModel.of(file));
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /** The file that is shown. */
  public GgufFile file() {
    return file;
  }

  /** The architecture by which it is shown. */
  public GgufModel model() {
    return model;
  }

  @Override
  public Set<String> names() {
    return Collections.unmodifiableSet(tensors.keySet());
  }

  @Override
  public TensorInfo info(String name) {
    GgufTensor tensor = tensor(name);
    DType dtype = dtype(tensor, name);
    List<Long> shape = tensor.dimensions();
    return new TensorInfo(name, dtype, shape, tensor.offset(), dtype.bytesOf(shape));
  }

  /** Plain floats that need no change keep their type. */
  private DType dtype(GgufTensor tensor, String name) {
    return switch (tensor.type()) {
      case F16 -> changed(name) ? DType.F32 : DType.F16;
      case BF16 -> changed(name) ? DType.F32 : DType.BF16;
      default -> DType.F32;
    };
  }

  @Override
  public String file(String name) {
    return file.complaint().file();
  }

  @Override
  public boolean isWide(String name) {
    return tensor(name).type() == GgufType.F32;
  }

  @Override
  public MemorySegment bytes(String name) {
    return bytes(name, 0, info(name).rows());
  }

  @Override
  public MemorySegment bytes(String name, long fromRow, long rows) {
    TensorInfo info = info(name);
    if (fromRow < 0 || rows < 0 || fromRow > info.rows() - rows) {
      throw new IndexOutOfBoundsException(
          "rows %d to %d of %s, which has %d"
              .formatted(fromRow, fromRow + rows, name, info.rows()));
    }
    GgufTensor tensor = tensor(name);
    long stored = tensor.length() / info.rows();
    if (!changed(name) && tensor.type().blockWeights() == 1) {
      return file.bytes(tensor).asSlice(fromRow * stored, rows * stored);
    }
    // Native memory, freed once nobody holds the segment.
    MemorySegment out = Arena.ofAuto().allocate(Math.max(1, rows * info.rowLength()), 64);
    long step = paired(name) ? 1 : Math.max(1, STEP_BYTES / info.rowLength());
    for (long row = fromRow; row < fromRow + rows; row += step) {
      long count = Math.min(step, fromRow + rows - row);
      long place = paired(name) ? new RotaryRows(model.headWidth()).inGguf(row) : row;
      float[] weights =
          GgufBlocks.decode(
              tensor.type(), file.bytes(tensor).asSlice(place * stored, count * stored));
      if (lessOne(name)) {
        takeOne(weights);
      }
      MemorySegment.copy(
          weights, 0, out, FLOAT, (row - fromRow) * info.rowLength(), weights.length);
    }
    return out.asSlice(0, rows * info.rowLength()).asReadOnly();
  }

  private static void takeOne(float[] weights) {
    for (int i = 0; i < weights.length; i++) {
      weights[i] -= 1;
    }
  }

  private boolean changed(String name) {
    return paired(name) || lessOne(name);
  }

  private boolean paired(String name) {
    return HubOrder.paired(model, name);
  }

  private boolean lessOne(String name) {
    return HubOrder.oneAdded(model, name);
  }

  private GgufTensor tensor(String name) {
    GgufTensor tensor = tensors.get(name);
    if (tensor == null) {
      throw file.complaint().because("it has no tensor for " + Complaint.quoted(name));
    }
    return tensor;
  }

  @Override
  public void close() {
    file.close();
  }
}
