package tunebench.model;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;
import tunebench.BadInputException;
import tunebench.format.GgufAdapter;
import tunebench.format.GgufExport;
import tunebench.format.GgufFile;
import tunebench.format.GgufModel;
import tunebench.format.GgufPath;
import tunebench.format.GgufTokenizerKeys;
import tunebench.format.GgufType;
import tunebench.format.TensorSource;
import tunebench.llama.ConfigReader;
import tunebench.llama.GgufDescription;
import tunebench.llama.ModelConfig;
import tunebench.llama.ModelShapes;
import tunebench.llama.WeightReader;
import tunebench.lora.Adapter;
import tunebench.tensor.Dtype;
import tunebench.tensor.Scope;
import tunebench.tensor.Tensors;
import tunebench.token.TokenizerFiles;

/** Writes models and adapters as GGUF files that llama.cpp opens. */
public final class GgufFileExport {
  private final Path model;
  private final GgufType type;
  private final Device device;

  /**
   * An export.
   *
   * @param model a folder in the Hub's layout, quantized by bitsandbytes or not, or a GGUF file
   * @param type of the matrices
   * @param device where dequantizing and merging are done
   */
  public GgufFileExport(Path model, GgufType type, Device device) {
    this.model = model;
    this.type = type;
    this.device = device;
  }

  /**
   * Writes the whole model with its tokenizer.
   *
   * @param adapter a PEFT folder that is merged into the weights, or null
   * @param progress told the share done, 0 to 1
   * @throws BadInputException if the model or the adapter cannot be read, or GGUF has no words for
   *     something in them
   */
  public void whole(@Nullable Path adapter, Path out, DoubleConsumer progress) throws IOException {
    GgufModel stored = GgufDescription.of(model);
    Map<String, Object> more = new LinkedHashMap<>();
    more.put("general.name", name());
    more.putAll(tokenizer(stored.vocabulary()));
    try (Scope scope = Scope.on(device)) {
      Adapter update = adapter == null ? null : AdapterFiles.read(scope, adapter, model);
      ModelConfig config = ConfigReader.read(model);
      boolean untie = update != null && DenseWeights.unties(config.tied(), update);
      TensorSource plain = DenseWeights.open(model, device);
      TensorSource dense = untie ? new UntiedWeights(plain) : plain;
      try (TensorSource weights = update == null ? dense : new MergedWeights(dense, update)) {
        CheckpointCheck.check(
            new WeightReader(weights), ModelShapes.of(untie ? config.untied() : config), null);
        GgufExport.write(out, weights, untie ? stored.untied() : stored, more, type, progress);
      }
    }
  }

  private String name() {
    return model.toAbsolutePath().normalize().getFileName().toString().replaceFirst("\\.gguf$", "");
  }

  private Map<String, Object> tokenizer(int vocabulary) {
    Optional<Path> gguf = GgufPath.find(model);
    if (gguf.isPresent()) {
      try (GgufFile file = GgufFile.open(gguf.get())) {
        return GgufTokenizerKeys.copied(file.metadata());
      }
    }
    TokenizerFiles files = TokenizerFiles.read(model);
    OptionalInt end =
        files.ends().isEmpty() ? OptionalInt.empty() : OptionalInt.of(files.ends().getFirst());
    Map<String, Object> keys =
        new LinkedHashMap<>(
            GgufTokenizerKeys.of(files.json(), vocabulary, files.begin(), end, files.pad()));
    files.addBegin().ifPresent(add -> keys.put("tokenizer.ggml.add_bos_token", add));
    files.chatTemplate().ifPresent(text -> keys.put("tokenizer.chat_template", text));
    return keys;
  }

  /**
   * Writes an adapter alone. llama.cpp knows one alpha and scales every update by alpha / rank;
   * where updates are scaled otherwise (rank-stabilised, an alpha of their own), the difference
   * goes into B.
   *
   * @param adapter a PEFT folder
   */
  public void adapter(Path adapter, Path out) throws IOException {
    GgufModel description = GgufDescription.of(model);
    try (Scope scope = Scope.on(device)) {
      Adapter source = AdapterFiles.read(scope, adapter, model);
      if (!source.whole().isEmpty() || DenseWeights.unties(description.tied(), source)) {
        throw new BadInputException(
            "%s changes the embedding or the output layer in a way that a LoRA GGUF cannot say; export the model with it merged."
                .formatted(adapter));
      }
      double alpha = alpha(source);
      List<GgufAdapter.Update> updates = new ArrayList<>();
      for (String module : new TreeSet<>(source.modules().keySet())) {
        Adapter.Update update = source.update(module);
        if (update.magnitudes() != null) {
          throw new BadInputException(
              "%s is a DoRA adapter, which has no form of its own in GGUF; export the model with it merged."
                  .formatted(adapter));
        }
        int rank = Math.toIntExact(update.a().getShape().get(0));
        float factor = (float) (update.scaling() * rank / alpha);
        try (Scope step = scope.child()) {
          float[] a = Tensors.cast(step, update.a(), Dtype.FLOAT32).toFloatArray();
          float[] b = Tensors.cast(step, update.b(), Dtype.FLOAT32).toFloatArray();
          for (int i = 0; factor != 1 && i < b.length; i++) {
            b[i] *= factor;
          }
          updates.add(new GgufAdapter.Update(module + ".weight", rank, a, b));
        }
      }
      String name = adapter.toAbsolutePath().normalize().getFileName().toString();
      GgufAdapter.write(out, description, name, (float) alpha, updates, type);
    }
  }

  /** What the first update comes to; with plain settings that is every update's alpha. */
  private static double alpha(Adapter adapter) {
    Adapter.Update first = adapter.modules().values().iterator().next();
    return first.scaling() * first.a().getShape().get(0);
  }
}
