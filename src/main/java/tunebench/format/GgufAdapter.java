package tunebench.format;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import tunebench.BadInputException;

/**
 * Writes a LoRA adapter as a GGUF file of its own, as llama.cpp's convert_lora_to_gguf.py does: for
 * each weight {@code NAME.weight.lora_a} [rank, in] and {@code NAME.weight.lora_b} [out, rank]. The
 * update of a weight is alpha / rank times B A. The embedding's lie the other way round, so that a
 * token's row can be looked up: {@code lora_a} [vocabulary, rank] and {@code lora_b} [width, rank].
 */
public final class GgufAdapter {
  static final String EMBEDDING = "model.embed_tokens.weight";

  private GgufAdapter() {}

  /**
   * The update of one weight.
   *
   * @param weight the Hub's name, such as {@code model.layers.0.self_attn.q_proj.weight}
   * @param rank rows of A and columns of B
   * @param a [rank, in], row by row
   * @param b [out, rank], row by row
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Update(String weight, int rank, float[] a, float[] b) {}

  /**
   * Writes the file.
   *
   * @param model of the base
   * @param alpha of all updates
   * @param type F32, F16, BF16 or Q8_0; rows that do not fill blocks become F16
   * @throws BadInputException if an update is of a weight that GGUF has no name for
   */
  public static void write(
      Path file, GgufModel model, String name, float alpha, List<Update> updates, GgufType type)
      throws IOException {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("general.architecture", model.family().architecture());
    metadata.put("general.type", "adapter");
    metadata.put("general.name", name);
    metadata.put("adapter.type", "lora");
    metadata.put("adapter.lora.alpha", alpha);
    metadata.put("general.file_type", type.fileType());
    metadata.put("general.quantization_version", GgufExport.QUANTIZATION_VERSION);
    List<GgufSpec> specs = new ArrayList<>();
    for (Update u : updates) {
      int in = u.a.length / u.rank;
      int out = u.b.length / u.rank;
      boolean table = u.weight.equals(EMBEDDING);
      specs.add(spec(model, u, ".lora_a", type, table ? out : u.rank, table ? u.rank : in));
      specs.add(spec(model, u, ".lora_b", type, table ? in : out, u.rank));
    }
    try (GgufWriter writer = GgufWriter.create(file, metadata, specs)) {
      for (int i = 0; i < updates.size(); i++) {
        Update update = updates.get(i);
        boolean table = update.weight.equals(EMBEDDING);
        int in = update.a.length / update.rank;
        writer.write(specs.get(2 * i).name(), table ? update.b : update.a);
        writer.write(
            specs.get(2 * i + 1).name(), table ? transposed(update.a, in) : ordered(model, update));
      }
      writer.finish();
    }
  }

  private static GgufSpec spec(
      GgufModel model, Update update, String end, GgufType type, long rows, long columns) {
    Optional<String> name = GgufNames.of(model.family()).toGguf(update.weight);
    if (name.isEmpty()) {
      throw new BadInputException(
          "The adapter changes %s, which has no name in GGUF's %s."
              .formatted(update.weight, model.family().architecture()));
    }
    GgufType used = columns % type.blockWeights() == 0 ? type : GgufType.F16;
    return GgufSpec.of(name.get() + end, used, rows, columns);
  }

  /** B's rows are the weight's; they go where GGUF has those. */
  private static float[] ordered(GgufModel model, Update update) {
    if (!HubOrder.paired(model, update.weight)) {
      return update.b;
    }
    return ordered(update.b, update.rank, new RotaryRows(model.headWidth())::inHub);
  }

  /** Rows of so many numbers, each taken from where {@code source} says. */
  static float[] ordered(float[] rows, int width, LongUnaryOperator source) {
    float[] out = new float[rows.length];
    for (int row = 0; row < rows.length / width; row++) {
      int from = Math.toIntExact(source.applyAsLong(row)) * width;
      System.arraycopy(rows, from, out, row * width, width);
    }
    return out;
  }

  /** A matrix of so many columns with rows and columns exchanged. */
  static float[] transposed(float[] matrix, int columns) {
    int rows = matrix.length / columns;
    float[] out = new float[matrix.length];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        out[column * rows + row] = matrix[row * columns + column];
      }
    }
    return out;
  }
}
