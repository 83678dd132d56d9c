package tunebench.bench;

import java.util.List;
import java.util.Locale;
import tunebench.eval.PredictSettings;
import tunebench.eval.PriceAnswer;
import tunebench.eval.PricePredictor;
import tunebench.llama.LanguageModel;
import tunebench.lora.Adapter;
import tunebench.lora.LoraSettings;
import tunebench.model.AdaptedModel;
import tunebench.model.OpenModel;
import tunebench.tensor.DeviceMemory;
import tunebench.tensor.Scope;
import tunebench.token.Batch;
import tunebench.token.TextTokenizer;
import tunebench.train.TrainSettings;
import tunebench.train.Trainer;

/** Times one open model on rows of random tokens, after a check. */
public final class ModelBench {
  /** Rows whose loss is compared before the clock runs. */
  private static final int CHECKED = 4;

  static final double LARGEST_GAP = 0.02;

  private final OpenModel open;
  private final TextTokenizer tokenizer;
  private final BenchLoad load;
  private final ModelCheck check;
  private final int rounds;
  private final long before;
  private final long weightBytes;

  /**
   * Sets up.
   *
   * @param before bytes of the device in use before the model was opened
   * @param tokens length of each row
   * @param rounds repetitions of each measurement
   */
  public ModelBench(OpenModel open, TextTokenizer tokenizer, int tokens, int rounds, long before) {
    this.before = before;
    this.weightBytes = open.heldBytes();
    this.open = open;
    this.tokenizer = tokenizer;
    this.load = new BenchLoad(open.model().config().vocabSize(), tokens);
    this.check = new ModelCheck(open);
    this.rounds = rounds;
  }

  /** Rows per second that get a price, every decoder served. */
  public BenchRow predict(int batch) {
    return predict("predict", batch, open.model(), new PricePredictor(open.model(), tokenizer));
  }

  /** The same with an adapter on it. */
  public BenchRow predictTuned(int batch, LoraSettings lora) {
    try (Scope scope = open.scope().child();
        Adapter adapter = Adapter.fresh(scope, lora, open.model().parts().projections(), 42)) {
      ModelCheck.stir(adapter);
      LanguageModel tuned = AdaptedModel.of(open.model(), adapter);
      return predict("predict, tuned", batch, tuned, new PricePredictor(tuned, tokenizer));
    }
  }

  /** The same by the composed layers, which make each weight dense with libtorch's operators. */
  public BenchRow predictComposed(int batch) {
    return predict(
        "predict, composed", batch, open.model(), PricePredictor.composed(open.model(), tokenizer));
  }

  private BenchRow predict(String what, int batch, LanguageModel model, PricePredictor timed) {
    DeviceMemory.release(open.scope().device());
    try (PricePredictor predictor = timed) {
      List<int[]> questions = load.questions(batch);
      PredictSettings settings = new PredictSettings(batch, 1, true);
      String checked = check.prediction(model, predictor, questions);
      DeviceMemory.release(open.scope().device());
      Timing timing =
          Timing.of(
              rounds,
              round -> {
                List<PriceAnswer> answers =
                    predictor.answer(open.scope(), questions, settings, done -> {});
                if (answers.size() != batch) {
                  throw new IllegalStateException("an answer is missing");
                }
              });
      return row(what, batch, timing, checked);
    }
  }

  /** Rows per second that an update takes. */
  public BenchRow train(int batch, LoraSettings lora, boolean checkpointing) {
    return train(
        checkpointing ? "train, recomputing" : "train", batch, lora, checkpointing, Trainer::new);
  }

  /** The same by the composed layers and autograd. */
  public BenchRow trainComposed(int batch, LoraSettings lora) {
    return train("train, composed", batch, lora, false, Trainer::composed);
  }

  private BenchRow train(
      String what, int batch, LoraSettings lora, boolean checkpointing, ModelCheck.Making making) {
    TrainSettings settings = load.settings(batch, checkpointing);
    try (Scope scope = open.scope().child();
        Adapter adapter = Adapter.fresh(scope, lora, open.model().parts().projections(), 42)) {
      Batch rows = load.batch(batch);
      // Few rows, so that what the composed layers take is not counted as this measurement's peak.
      String checked = check.steps(load.batch(Math.min(batch, CHECKED)), lora, settings);
      DeviceMemory.release(open.scope().device());
      Trainer trainer =
          making.of(scope, AdaptedModel.of(open.model(), adapter.trained()), settings);
      Timing timing = Timing.of(rounds, round -> trainer.step(List.of(rows), 0, 1, 0, 1e-4));
      return row(what, batch, timing, checked);
    }
  }

  private BenchRow row(String work, int batch, Timing timing, String checked) {
    return BenchRow.of(
        work,
        open.settings().quantization().label(),
        batch,
        load.tokens(),
        timing,
        weightBytes,
        DeviceMemory.of(open.scope().device()).used() - before,
        checked);
  }

  /**
   * Says how far apart two numbers are, as a share of the other.
   *
   * @throws IllegalStateException if that is too far
   */
  static String compared(String what, double one, double other) {
    return compared(what, one, other, LARGEST_GAP);
  }

  /** The same with a limit of its own. */
  static String compared(String what, double one, double other, double most) {
    double gap = Math.abs(one - other) / Math.max(1e-12, Math.abs(other));
    if (!(gap <= most)) {
      throw new IllegalStateException(
          "%s differ: %s and %s; nothing was timed.".formatted(what, one, other));
    }
    return String.format(Locale.ROOT, "%s agree within %.1e", what, gap);
  }
}
