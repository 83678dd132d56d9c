package tunebench.bench;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import tunebench.eval.PredictSettings;
import tunebench.eval.PricePredictor;
import tunebench.llama.LanguageModel;
import tunebench.llama.Positions;
import tunebench.lora.Adapter;
import tunebench.lora.LoraSettings;
import tunebench.model.AdaptedModel;
import tunebench.model.OpenModel;
import tunebench.quant.Quantization;
import tunebench.tensor.DeviceMemory;
import tunebench.tensor.Scope;
import tunebench.tensor.Tensors;
import tunebench.token.Batch;
import tunebench.train.StepRecord;
import tunebench.train.TrainSettings;
import tunebench.train.Trainer;

/**
 * Compares what is to be timed with plain ways to do it. A method ends in an {@link
 * IllegalStateException} where they differ, and else in words for the table.
 */
record ModelCheck(OpenModel open) {
  private static final double RATE = 2e-5;
  private static final float STIR = 0.01f;
  private static final int STEPS = 3;

  /**
   * Inputs of weights in 8 bits are rounded to codes: where two ways differ by a last bit, a number
   * between two codes gets the one or the other. Composed layers whose products are in bfloat16
   * differ so from the same in float32, by 1 % of the norm.
   */
  private static final double FLIPS = 0.05;

  /** A way to make a trainer. */
  interface Making {
    Trainer of(Scope scope, LanguageModel model, TrainSettings settings);
  }

  /**
   * The model's batched, cached answer against one plain forward pass of the first question alone.
   */
  String prediction(LanguageModel model, PricePredictor predictor, List<int[]> questions) {
    PredictSettings settings = new PredictSettings(questions.size(), 0, true);
    double cached =
        Objects.requireNonNull(
                predictor
                    .answer(open.scope(), questions, settings, done -> {})
                    .getFirst()
                    .dollars())
            .mean();
    double plain;
    try (Scope scope = open.scope().child()) {
      long[] ids = IntStream.of(questions.getFirst()).asLongStream().toArray();
      Positions positions = Positions.fromStart(scope, model.config(), model.compute(), ids.length);
      NDArray hidden = model.hidden(scope, scope.longs(ids, 1, ids.length), positions);
      NDArray last = Tensors.rows(scope, hidden, scope.longs(new long[] {ids.length - 1}, 1));
      plain = predictor.dollars(scope, model.logits(scope, last)).mean();
    }
    return ModelBench.compared("expected price in a batch and alone", cached, plain);
  }

  /**
   * Loss and gradient norm of the third step against those of the composed layers, autograd and
   * libtorch's AdamW; each begins with the same adapter.
   */
  String steps(Batch batch, LoraSettings lora, TrainSettings settings) {
    // The composed layers run again in the backward pass, or their dense weights would all be held.
    StepRecord wanted = last(batch, lora, recomputing(settings), Trainer::composed);
    DeviceMemory.release(open.scope().device());
    StepRecord found = last(batch, lora, settings, Trainer::new);
    return ModelBench.compared("loss", found.loss(), wanted.loss())
        + ", "
        + ModelBench.compared(
            "gradient norm",
            found.gradientNorm(),
            wanted.gradientNorm(),
            open.settings().quantization() == Quantization.INT8 ? FLIPS : ModelBench.LARGEST_GAP);
  }

  private static TrainSettings recomputing(TrainSettings s) {
    return new TrainSettings(
        1, s.batch(), 1, RATE, 0, 0, 0.3, s.maxTokens(), false, false, true, 0, s.seed());
  }

  private StepRecord last(Batch batch, LoraSettings lora, TrainSettings settings, Making making) {
    try (Scope scope = open.scope().child();
        Adapter adapter = Adapter.fresh(scope, lora, open.model().parts().projections(), 42)) {
      stir(adapter);
      LanguageModel tuned = AdaptedModel.of(open.model(), adapter.trained());
      Trainer trainer = making.of(scope, tuned, settings);
      for (int step = 0; step < STEPS - 1; step++) {
        trainer.step(List.of(batch), step, STEPS, 0, RATE);
      }
      return trainer.step(List.of(batch), STEPS - 1, STEPS, 0, RATE);
    }
  }

  /**
   * Gives b values: beside a b of zero, the first changes are below what bfloat16 tells apart, and
   * the composed layers, which add them to an output that is rounded already, lose them.
   */
  static void stir(Adapter adapter) {
    Random random = new Random(7);
    for (Adapter.Update update : adapter.modules().values()) {
      float[] b = new float[Math.toIntExact(update.b().size())];
      for (int i = 0; i < b.length; i++) {
        b[i] = STIR * (float) random.nextGaussian();
      }
      update.b().set(b);
    }
  }
}
