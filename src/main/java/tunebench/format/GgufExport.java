package tunebench.format;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleConsumer;
import tunebench.BadInputException;

/**
 * Writes a model in the Hub's layout as a GGUF file: the names, the order of query and key rows and
 * the norms as llama.cpp expects them. Vectors stay F32; matrices whose rows do not fill blocks
 * become F16; the output layer never goes below Q8_0.
 */
public final class GgufExport {
  private static final int STEP = 1 << 20;
  static final int QUANTIZATION_VERSION = 2;

  private final TensorSource weights;
  private final GgufModel model;
  private final GgufNames names;
  private final GgufType type;

  private GgufExport(TensorSource weights, GgufModel model, GgufType type) {
    this.weights = weights;
    this.model = model;
    this.names = GgufNames.of(model.family());
    this.type = type;
  }

  /**
   * Writes the file.
   *
   * @param weights F32, F16 or BF16 tensors by the Hub's names
   * @param more further metadata: a name, the tokenizer ({@link GgufTokenizerKeys})
   * @param type of the matrices: F32, F16, BF16, Q8_0 or Q4_0
   * @param progress told the share done, 0 to 1
   * @throws tunebench.BadInputException if a tensor has no name in GGUF or is no float
   */
  public static void write(
      Path file,
      TensorSource weights,
      GgufModel model,
      Map<String, Object> more,
      GgufType type,
      DoubleConsumer progress)
      throws IOException {
    new GgufExport(weights, model, type).write(file, more, progress);
  }

  private void write(Path file, Map<String, Object> more, DoubleConsumer progress)
      throws IOException {
    Map<String, Object> metadata = new LinkedHashMap<>(GgufModelKeys.of(model));
    metadata.put("general.quantization_version", QUANTIZATION_VERSION);
    metadata.put("general.file_type", type.fileType());
    metadata.putAll(more);
    Map<String, float[]> tables = GgufRopeTables.of(model.rope());
    Map<String, GgufSpec> specs = new LinkedHashMap<>();
    tables.forEach((name, t) -> specs.put(name, GgufSpec.of(name, GgufType.F32, t.length)));
    weights.names().stream().filter(this::wanted).forEach(n -> specs.put(n, spec(n)));
    try (GgufWriter writer = GgufWriter.create(file, metadata, List.copyOf(specs.values()))) {
      for (Map.Entry<String, float[]> table : tables.entrySet()) {
        writer.write(table.getKey(), table.getValue());
      }
      long total = specs.values().stream().mapToLong(GgufSpec::length).sum();
      long done = 0;
      for (Map.Entry<String, GgufSpec> entry : specs.entrySet()) {
        if (!tables.containsKey(entry.getKey())) {
          copy(entry.getKey(), entry.getValue(), writer);
        }
        done += entry.getValue().length();
        progress.accept((double) done / total);
      }
      writer.finish();
    }
  }

  /** Old checkpoints carry tables of frequencies; tied ones may carry their embedding twice. */
  private boolean wanted(String name) {
    return !name.endsWith("rotary_emb.inv_freq")
        && !(model.tied() && name.equals("lm_head.weight"));
  }

  private GgufSpec spec(String name) {
    TensorInfo info = weights.info(name);
    String gguf =
        names
            .toGguf(name)
            .orElseThrow(
                () ->
                    new BadInputException(
                        "Tensor %s has no name in GGUF's %s; export the merged model, without extra parts."
                            .formatted(name, model.family().architecture())));
    return new GgufSpec(gguf, type(gguf, info.dimensions()), info.dimensions());
  }

  private GgufType type(String gguf, List<Long> shape) {
    boolean output =
        gguf.equals("output.weight") || (model.tied() && gguf.equals("token_embd.weight"));
    GgufType wanted = output && type == GgufType.Q4_0 ? GgufType.Q8_0 : type;
    if (shape.size() < 2) {
      return GgufType.F32;
    }
    return shape.getLast() % wanted.blockWeights() == 0 ? wanted : GgufType.F16;
  }

  private void copy(String name, GgufSpec spec, GgufWriter writer) throws IOException {
    TensorInfo info = weights.info(name);
    boolean paired = HubOrder.paired(model, name);
    RotaryRows order = new RotaryRows(model.headWidth());
    long rowWeights = Math.max(1, info.elements() / Math.max(1, info.rows()));
    long step = paired ? 1 : Math.max(1, STEP / rowWeights);
    if (info.dimensions().size() == 1 && !paired) {
      step = info.rows();
    }
    for (long row = 0; row < info.rows(); row += step) {
      long count = Math.min(step, info.rows() - row);
      float[] values = floats(info, paired ? order.inHub(row) : row, count);
      if (HubOrder.oneAdded(model, name)) {
        addOne(values);
      }
      writer.write(spec.name(), values);
    }
  }

  private float[] floats(TensorInfo info, long fromRow, long rows) {
    GgufType stored =
        switch (info.dtype()) {
          case F32 -> GgufType.F32;
          case F16 -> GgufType.F16;
          case BF16 -> GgufType.BF16;
          default ->
              throw new BadInputException(
                  "Tensor %s is stored as %s, but only F32, F16 and BF16 can be exported; export an unquantized model."
                      .formatted(info.name(), info.dtype()));
        };
    return GgufBlocks.decode(stored, weights.bytes(info.name(), fromRow, rows));
  }

  private static void addOne(float[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] += 1;
    }
  }
}
