package tunebench.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import tunebench.BadInputException;
import tunebench.llama.ConfigWriter;
import tunebench.llama.Family;
import tunebench.llama.ModelConfig;
import tunebench.llama.Rope;
import tunebench.model.RandomModel;
import tunebench.nn.Attention;

/** Shapes of well-known models, for folders of random weights: speed needs no knowledge. */
public enum BenchShape {
  LLAMA_3_1_8B(128_256, 4096, 14_336, 32, 32, 8, 128, false),
  LLAMA_3_2_3B(128_256, 3072, 8192, 28, 24, 8, 128, true),
  LLAMA_3_2_1B(128_256, 2048, 8192, 16, 32, 8, 64, true),
  TINY(3552, 128, 352, 2, 4, 2, 32, true);

  private static final long SEED = 42;
  private static final int CONTEXT = 8192;

  private final int vocabulary;
  private final int hidden;
  private final int intermediate;
  private final int layers;
  private final int heads;
  private final int keyValueHeads;
  private final int headDim;
  private final boolean tied;

  BenchShape(
      int vocabulary,
      int hidden,
      int intermediate,
      int layers,
      int heads,
      int keyValueHeads,
      int headDim,
      boolean tied) {
    this.vocabulary = vocabulary;
    this.hidden = hidden;
    this.intermediate = intermediate;
    this.layers = layers;
    this.heads = heads;
    this.keyValueHeads = keyValueHeads;
    this.headDim = headDim;
    this.tied = tied;
  }

  /** The name on the command line, such as {@code llama-3-1-8b}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Finds a shape by its label; a point may stand for a dash, as in {@code llama-3.1-8b}. */
  public static BenchShape of(String label) {
    return Stream.of(values())
        .filter(shape -> shape.label().equals(label.toLowerCase(Locale.ROOT).replace('.', '-')))
        .findFirst()
        .orElseThrow(
            () ->
                new BadInputException(
                    "\"%s\" is no shape; choose one of %s."
                        .formatted(label, Stream.of(values()).map(BenchShape::label).toList())));
  }

  private ModelConfig config() {
    return new ModelConfig(
        Family.LLAMA,
        vocabulary,
        hidden,
        intermediate,
        layers,
        new Attention.Shape(heads, keyValueHeads, headDim, headDim),
        1e-5,
        new Rope(500_000, null),
        null,
        0,
        Collections.nCopies(layers, false),
        new ModelConfig.Biases(false, false, false),
        1 / Math.sqrt(headDim),
        0,
        0,
        tied);
  }

  /**
   * Writes a folder with random weights, unless it is there already.
   *
   * @param tokenizer folder of a model whose tokenizer is copied
   */
  public void write(Path folder, Path tokenizer) throws IOException {
    if (Files.isRegularFile(folder.resolve("model.safetensors"))) {
      return;
    }
    Files.createDirectories(folder);
    for (String name :
        List.of("tokenizer.json", "tokenizer_config.json", "special_tokens_map.json")) {
      Files.copy(
          tokenizer.resolve(name), folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
    Files.write(
        folder.resolve("config.json"),
        ConfigWriter.llama(config(), CONTEXT, "bfloat16", 0, vocabulary - 1));
    RandomModel.write(folder, config(), SEED);
  }
}
