package tunebench.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tunebench.format.AtomicFile;
import tunebench.llama.ConfigWriter;
import tunebench.llama.Family;
import tunebench.llama.ModelConfig;
import tunebench.llama.Rope;
import tunebench.model.OpenModel;
import tunebench.model.OpenSettings;
import tunebench.model.RandomModel;
import tunebench.model.WeightWriter;
import tunebench.nn.Attention;
import tunebench.tensor.Devices;
import tunebench.tensor.Scope;
import tunebench.token.TextTokenizer;
import tunebench.token.TokenizedExample;
import tunebench.train.TrainSettings;
import tunebench.train.Trainer;

/**
 * Makes the base model that ships: a small Llama trained from nothing, every parameter, on texts in
 * which no price says anything about its product. It can write an answer, but does not know prices.
 */
public final class BaseModelMaker {
  /** Seed of texts, initial weights and order. */
  public static final long SEED = 7_2611_25L;

  private static final int VOCABULARY_TEXTS = 40_000;
  private static final int CONTEXT = 512;

  private final Path folder;
  private final Devices device;
  private final Consumer<String> log;

  public BaseModelMaker(Path folder, Devices device, Consumer<String> log) {
    this.folder = folder;
    this.device = device;
    this.log = log;
  }

  /** Makes tokenizer, config and weights; takes {@code steps} updates of {@code batch} texts. */
  public void make(int steps, int batch, double learningRate) throws IOException {
    long start = System.nanoTime();
    Files.createDirectories(folder);
    List<String> texts = new PretrainText(SEED).stream().limit(VOCABULARY_TEXTS).toList();
    BytePairVocabulary vocabulary = BytePairTrainer.train(texts, BytePairTrainer.DEFAULT_SIZE);
    TokenizerFolder.write(folder, vocabulary, CONTEXT);
    AtomicFile.write(
        folder.resolve("config.json"),
        ConfigWriter.llama(
            shape(vocabulary.size()), CONTEXT, "bfloat16", vocabulary.begin(), vocabulary.end()));
    RandomModel.write(folder, shape(vocabulary.size()), SEED);
    log.accept(
        "tokenizer of %d tokens and untrained weights after %s"
            .formatted(vocabulary.size(), since(start)));
    train(steps, batch, learningRate);
    log.accept("trained on %s in %s".formatted(device.label(), since(start)));
  }

  /** Five and a half million parameters, 11 MB in bfloat16. */
  static ModelConfig shape(int vocabulary) {
    int layers = 6;
    return new ModelConfig(
        Family.LLAMA,
        vocabulary,
        256,
        704,
        layers,
        new Attention.Shape(8, 4, 32, 32),
        1e-5,
        new Rope(10_000, null),
        null,
        0,
        Stream.generate(() -> false).limit(layers).toList(),
        new ModelConfig.Biases(false, false, false),
        1 / Math.sqrt(32),
        0,
        0,
        true);
  }

  private void train(int steps, int batch, double learningRate) throws IOException {
    TrainSettings settings =
        new TrainSettings(
            1, batch, 1, learningRate, 0.02, 0.1, 1.0, CONTEXT, false, true, false, 0, SEED);
    try (TextTokenizer tokenizer = TextTokenizer.open(folder);
        OpenModel open =
            OpenModel.open(folder, OpenSettings.fullParameters(), device.device(), p -> {});
        Scope scope = Scope.on(device.device())) {
      Trainer trainer = new Trainer(scope, open.model(), settings);
      List<TokenizedExample> examples = examples(tokenizer, steps * batch);
      log.accept("training on %d texts of %.1f tokens".formatted(examples.size(), mean(examples)));
      trainer.train(
          examples,
          step -> {
            if (step.step() % 100 == 0 || step.step() == 1) {
              log.accept(
                  String.format(
                      Locale.ROOT,
                      "step %d of %d: loss %.4f, %.0f tokens/s",
                      step.step(),
                      step.steps(),
                      step.loss(),
                      step.tokens() / step.seconds()));
            }
          });
      WeightWriter.write(folder, scope, open.model());
    }
  }

  private static List<TokenizedExample> examples(TextTokenizer tokenizer, int count) {
    // The texts come from one stream of chance; tokenizing them can be shared among cores.
    List<String> texts = new PretrainText(SEED + 1).stream().limit(count).toList();
    return IntStream.range(0, count)
        .parallel()
        .mapToObj(
            i -> {
              int[] ids = tokenizer.prompt(texts.get(i));
              int[] ended = Arrays.copyOf(ids, ids.length + 1);
              ended[ids.length] = tokenizer.end();
              return new TokenizedExample(i, ended, 1, false);
            })
        .toList();
  }

  private static double mean(List<TokenizedExample> examples) {
    return examples.stream().mapToInt(TokenizedExample::length).average().orElse(0);
  }

  private static String since(long start) {
    return "%.0f s".formatted((System.nanoTime() - start) / 1e9);
  }
}
