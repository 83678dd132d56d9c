package tunebench.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import tunebench.llama.ConfigWriter;
import tunebench.llama.Family;
import tunebench.llama.ModelConfig;
import tunebench.llama.Rope;
import tunebench.model.RandomModel;
import tunebench.nn.Attention;
import tunebench.run.AdapterChoice;
import tunebench.run.CheckpointChoice;
import tunebench.run.DataChoice;
import tunebench.run.Hyperparameters;
import tunebench.run.ModelChoice;
import tunebench.run.TrainSpec;

/**
 * A model of some thousand random weights and a shop of some dozen products: enough to train on.
 */
public final class TinyShop {
  private static final Path BASE = Path.of("assets", "models", "tunebench-base");

  private TinyShop() {}

  /** Writes a model folder; its tokenizer is the shipped one. */
  public static Path model(Path folder) throws IOException {
    Files.createDirectories(folder);
    for (String file : List.of("tokenizer.json", "tokenizer_config.json")) {
      Files.copy(BASE.resolve(file), folder.resolve(file));
    }
    var base = JsonMapper.shared().readTree(BASE.resolve("config.json").toFile());
    ModelConfig config =
        new ModelConfig(
            Family.LLAMA,
            base.path("vocab_size").asInt(),
            32,
            64,
            2,
            new Attention.Shape(4, 2, 8, 8),
            1e-5,
            new Rope(10_000, null),
            null,
            0,
            Stream.generate(() -> false).limit(2).toList(),
            new ModelConfig.Biases(false, false, false),
            1 / Math.sqrt(8),
            0,
            0,
            true);
    Files.write(
        folder.resolve("config.json"),
        ConfigWriter.llama(
            config,
            256,
            "bfloat16",
            base.path("bos_token_id").asInt(),
            base.path("eos_token_id").asInt()));
    RandomModel.write(folder, config, 7);
    return folder;
  }

  /** Writes a CSV file. */
  public static Path csv(Path file, int products) throws IOException {
    StringBuilder text = new StringBuilder("title,description,price\n");
    for (int i = 0; i < products; i++) {
      text.append("Lamp %d,\"Oak, size %d, shade %d\",%d.99\n".formatted(i, i % 7, i % 5, 10 + i));
    }
    return Files.writeString(file, text);
  }

  /** A spec with dropout, so that random states matter. */
  public static TrainSpec spec(Path model, String dataset, int steps, int every) {
    return new TrainSpec(
        "tiny",
        new ModelChoice(model.toString(), "nf4", "cpu"),
        new DataChoice(dataset, "V1", 0, 8, 8, 42),
        new AdapterChoice(4, 8, 0.1, List.of("q_proj", "v_proj"), false),
        new Hyperparameters(
            1000, 4, 1, 1e-3, 0.03, 0.001, 0.3, 64, false, false, true, true, steps, 42),
        new CheckpointChoice(every, 2, 0, 0, 0, 0, 0));
  }

  /** The same on another model, with more and longer rows at once and nothing made again. */
  public static TrainSpec large(ModelChoice model, TrainSpec spec, int batch, int tokens) {
    return new TrainSpec(
        "large",
        model,
        new DataChoice(spec.data().dataset(), "V1", 0, 4, 4, 42),
        spec.adapter(),
        new Hyperparameters(
            1, batch, 1, 1e-3, 0.03, 0.001, 0.3, tokens, false, false, false, false, 0, 42),
        spec.saving());
  }
}
