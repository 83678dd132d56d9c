package tunebench.bench;

import ai.djl.Device;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import tunebench.eval.PredictSettings;
import tunebench.eval.PricePredictor;
import tunebench.llama.LanguageModel;
import tunebench.llama.Parts;
import tunebench.lora.Adapter;
import tunebench.lora.LoraSettings;
import tunebench.model.AdaptedModel;
import tunebench.model.OpenModel;
import tunebench.model.OpenSettings;
import tunebench.nn.Embedding;
import tunebench.quant.Quantization;
import tunebench.tensor.Dtype;
import tunebench.tensor.Scope;
import tunebench.token.Batch;
import tunebench.token.TextTokenizer;
import tunebench.train.StepRecord;
import tunebench.train.TrainSettings;
import tunebench.train.Trainer;

/**
 * The engine's way with a quantized model on the CPU against the naive one ({@link
 * NaiveProjection}), in float32 and in bfloat16, and against plain bfloat16 weights. All take turns
 * in one process, so that the machine's other load meets them alike.
 */
public final class NaiveBench implements AutoCloseable {
  private static final String ENGINE = "engine";
  private static final double RATE = 1e-4;

  /** Seconds that all contestants run unmeasured, so that the program is compiled. */
  public static final double WARM = 4;

  private final List<Contestant> contestants = new ArrayList<>();
  private final TextTokenizer tokenizer;
  private final int tokens;
  private final int rounds;
  private final double warm;

  /** A way to run the model; closing {@code open} frees it. */
  private record Contestant(String name, OpenModel open, LanguageModel model) {}

  /** Work that a contestant repeats: its result, for comparing, and what it needs until then. */
  private record Work(String name, DoubleSupplier run, Scope scope) {
    void turn() {
      if (Double.isNaN(run.getAsDouble())) {
        throw new IllegalStateException(name + " came to no result");
      }
    }
  }

  /**
   * One contestant's times.
   *
   * @param seconds of a batch
   * @param ratio times that the engine's way was faster, round by round
   * @param gap of its result from the engine's, as a share
   */
  public record Row(String work, int batch, String way, Timing seconds, Timing ratio, double gap) {}

  /**
   * Opens the model once for each way.
   *
   * @param kind a quantized format
   * @param tokens of each row
   * @param rounds turns of each
   * @param warm seconds that all run unmeasured
   */
  public NaiveBench(
      Path folder,
      Quantization kind,
      TextTokenizer tokenizer,
      int tokens,
      int rounds,
      double warm) {
    this.tokenizer = tokenizer;
    this.tokens = tokens;
    this.rounds = rounds;
    this.warm = warm;
    contestants.add(plain(ENGINE, folder, OpenSettings.fast(kind, false)));
    contestants.add(naive(folder, kind, Dtype.BFLOAT16));
    contestants.add(naive(folder, kind, Dtype.FLOAT32));
    contestants.add(plain("bf16 weights", folder, OpenSettings.fast(Quantization.BF16, false)));
  }

  private static Contestant plain(String name, Path folder, OpenSettings settings) {
    OpenModel open = OpenModel.open(folder, settings, Device.cpu(), share -> {});
    return new Contestant(name, open, open.model());
  }

  private static Contestant naive(Path folder, Quantization kind, Dtype compute) {
    OpenModel open =
        OpenModel.open(folder, new OpenSettings(kind, compute, false), Device.cpu(), share -> {});
    Parts parts =
        open.model()
            .parts()
            .wrap((path, projection) -> NaiveProjection.of(open.scope(), projection, compute));
    Embedding embedding = parts.embedding();
    Parts whole =
        parts.withEnds(embedding, NaiveProjection.of(open.scope(), parts.output(), compute));
    return new Contestant(
        "naive, " + compute.name().toLowerCase(java.util.Locale.ROOT),
        open,
        new LanguageModel(open.model().config(), whole));
  }

  /** Prediction of a batch of prices. */
  public List<Row> predict(int batch) {
    List<int[]> questions = load().questions(batch);
    PredictSettings settings = new PredictSettings(batch, 1, true);
    List<Work> works = new ArrayList<>();
    for (Contestant c : contestants) {
      Scope memory = c.open.scope().child();
      // The engine reads as the program does; the others by the composed layers.
      PricePredictor predictor =
          c.name.equals(ENGINE)
              ? new PricePredictor(c.model, tokenizer, memory)
              : PricePredictor.composed(c.model, tokenizer);
      works.add(
          new Work(
              c.name,
              () ->
                  java.util.Objects.requireNonNull(
                          predictor
                              .answer(c.open.scope(), questions, settings, done -> {})
                              .getFirst()
                              .dollars())
                      .mean(),
              memory));
    }
    return race("predict", batch, works);
  }

  /** A step of QLoRA. */
  public List<Row> train(int batch, LoraSettings lora) {
    TrainSettings settings =
        new TrainSettings(1, batch, 1, RATE, 0, 0, 0.3, tokens, false, false, false, 0, 42);
    Batch rows = load().batch(batch);
    List<Work> works = new ArrayList<>();
    for (Contestant c : contestants) {
      Scope scope = c.open.scope().child();
      Adapter adapter = Adapter.fresh(scope, lora, c.model.parts().projections(), 42);
      ModelCheck.stir(adapter);
      LanguageModel tuned = AdaptedModel.of(c.model, adapter.trained());
      // The engine learns as the program does; the others by the composed layers.
      Trainer trainer =
          c.name.equals(ENGINE)
              ? new Trainer(scope, tuned, settings)
              : Trainer.composed(scope, tuned, settings);
      works.add(
          new Work(
              c.name,
              () -> {
                StepRecord step = trainer.step(List.of(rows), 0, 1, 0, RATE);
                return step.loss();
              },
              scope));
    }
    return race("train", batch, works);
  }

  private List<Row> race(String what, int batch, List<Work> works) {
    double[] results = works.stream().mapToDouble(w -> w.run.getAsDouble()).toArray();
    // All hold the same quantized weights but the last, whose result tells nothing of the others.
    for (int i = 1; i < works.size() - 1; i++) {
      ModelBench.compared(works.get(i).name, results[i], results[0]);
    }
    long begin = System.nanoTime();
    do {
      works.forEach(Work::turn);
    } while (System.nanoTime() - begin < warm * 1e9);
    double[][] seconds = new double[works.size()][rounds];
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < works.size(); i++) {
        long start = System.nanoTime();
        works.get(i).turn();
        seconds[i][round] = (System.nanoTime() - start) / 1e9;
      }
    }
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < works.size(); i++) {
      double[] ratios = new double[rounds];
      for (int round = 0; round < rounds; round++) {
        ratios[round] = seconds[i][round] / seconds[0][round];
      }
      rows.add(
          new Row(
              what,
              batch,
              works.get(i).name,
              Timing.of(seconds[i]),
              Timing.of(ratios),
              Math.abs(results[i] / results[0] - 1)));
      works.get(i).scope.close();
    }
    return rows;
  }

  private BenchLoad load() {
    return new BenchLoad(contestants.getFirst().model.config().vocabSize(), tokens);
  }

  @Override
  public void close() {
    contestants.forEach(c -> c.open.close());
  }
}
