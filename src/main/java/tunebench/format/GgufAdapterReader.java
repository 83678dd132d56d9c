package tunebench.format;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tunebench.BadInputException;

/**
 * Reads a LoRA adapter from a GGUF file of its own: what {@link GgufAdapter} and llama.cpp's
 * convert_lora_to_gguf.py write. The file says nothing of heads, so the base model has to.
 */
public final class GgufAdapterReader {
  private static final String A = ".lora_a";
  private static final String B = ".lora_b";

  private final GgufFile file;
  private final GgufModel model;

  private GgufAdapterReader(GgufFile file, GgufModel model) {
    this.file = file;
    this.model = model;
  }

  /**
   * An adapter as the file has it.
   *
   * @param alpha each update's factor is alpha / rank; 0 where the factor is 1
   * @param updates in the Hub's names and order of rows
   */
  public record Content(double alpha, List<GgufAdapter.Update> updates) {
    public Content {
      updates = List.copyOf(updates);
    }
  }

  /**
   * Reads the file.
   *
   * @param model the base
   * @throws BadInputException if it is no LoRA adapter, or one of another architecture
   */
  public static Content read(Path path, GgufModel model) {
    try (GgufFile file = GgufFile.open(path)) {
      return of(file, model);
    }
  }

  static Content of(GgufFile file, GgufModel model) {
    return new GgufAdapterReader(file, model).read();
  }

  private Content read() {
    GgufMetadata metadata = file.metadata();
    if (!metadata.text("general.type").orElse("").equals("adapter")
        || !metadata.text("adapter.type").orElse("").equals("lora")) {
      throw file.complaint()
          .because("it is no LoRA adapter (give a model's file with --model instead)");
    }
    String architecture = metadata.requiredText("general.architecture");
    if (!architecture.equals(model.family().architecture())) {
      throw file.complaint()
          .because(
              "its adapter is for the architecture %s, and the base model is %s"
                  .formatted(Complaint.quoted(architecture), model.family().architecture()));
    }
    double alpha = metadata.requiredNumber("adapter.lora.alpha");
    if (alpha < 0) {
      throw metadata.wrong("adapter.lora.alpha", "0 or more");
    }
    List<GgufAdapter.Update> updates = new ArrayList<>();
    weights().forEach((gguf, hub) -> updates.add(update(gguf, hub)));
    if (updates.isEmpty()) {
      throw file.complaint().because("it holds no tensors");
    }
    return new Content(alpha, updates);
  }

  /** The weights that have an update: the Hub's names by GGUF's. */
  private Map<String, String> weights() {
    Map<String, String> weights = new TreeMap<>();
    GgufNames names = GgufNames.of(model.family());
    for (String name : file.tensors().keySet()) {
      if (!name.endsWith(A) && !name.endsWith(B)) {
        throw file.complaint().tensor(name, "is no part of a LoRA adapter");
      }
      String weight = name.substring(0, name.length() - A.length());
      weights.put(
          weight,
          names
              .toHub(weight)
              .orElseThrow(
                  () ->
                      file.complaint()
                          .tensor(
                              name,
                              "has no place in the architecture "
                                  + model.family().architecture())));
    }
    return weights;
  }

  private GgufAdapter.Update update(String gguf, String hub) {
    GgufTensor a = file.tensor(gguf + A);
    GgufTensor b = file.tensor(gguf + B);
    boolean table = hub.equals(GgufAdapter.EMBEDDING);
    long rank = table ? a.rowWeights() : a.rows();
    if (a.dimensions().size() != 2
        || b.dimensions().size() != 2
        || b.rowWeights() != rank
        || rank > Integer.MAX_VALUE) {
      throw file.complaint()
          .tensor(
              b.name(),
              "has the shape %s, which does not go with %s of %s"
                  .formatted(b.dimensions(), a.name(), a.dimensions()));
    }
    float[] first = GgufBlocks.decode(a.type(), file.bytes(a));
    float[] second = GgufBlocks.decode(b.type(), file.bytes(b));
    if (table) {
      return new GgufAdapter.Update(
          hub, (int) rank, GgufAdapter.transposed(second, (int) rank), first);
    }
    if (HubOrder.paired(model, hub)) {
      if (b.rows() % model.headWidth() != 0) {
        throw file.complaint()
            .tensor(
                b.name(),
                "has %d rows, which are no heads of %d".formatted(b.rows(), model.headWidth()));
      }
      RotaryRows order = new RotaryRows(model.headWidth());
      second = GgufAdapter.ordered(second, (int) rank, order::inGguf);
    }
    return new GgufAdapter.Update(hub, (int) rank, first, second);
  }
}
