package tunebench.bench;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import tunebench.eval.PredictSettings;
import tunebench.eval.PriceAnswer;
import tunebench.eval.PricePredictor;
import tunebench.fused.AnswerPass;
import tunebench.fused.FusedModel;
import tunebench.fused.Packed;
import tunebench.fused.PassMode;
import tunebench.fused.TrainPass;
import tunebench.llama.LanguageModel;
import tunebench.llama.Positions;
import tunebench.lora.Adapter;
import tunebench.lora.LoraSettings;
import tunebench.model.AdaptedModel;
import tunebench.model.OpenModel;
import tunebench.tensor.DeviceMemory;
import tunebench.tensor.Kernels;
import tunebench.tensor.Scope;
import tunebench.tensor.Tensors;
import tunebench.token.Batch;
import tunebench.token.TextTokenizer;
import tunebench.token.TokenizedExample;
import tunebench.train.StepRecord;
import tunebench.train.TrainSettings;
import tunebench.train.Trainer;

/** Times one open model on rows of random tokens. */
public final class ModelBench {
  /** Answer tokens of a row: the price, the point, the cents. */
  private static final int ANSWER = 3;

  private static final double RATE = 2e-5;
  private static final float STIR = 0.01f;

  /** Rows whose loss is compared before the clock runs. */
  private static final int CHECKED = 4;

  private static final double LARGEST_GAP = 0.02;

  private final OpenModel open;
  private final TextTokenizer tokenizer;
  private final int tokens;
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
    this.tokens = tokens;
    this.rounds = rounds;
  }

  /** Rows per second that get a price, every decoder served. */
  public BenchRow predict(int batch) {
    return predict("predict", batch, new PricePredictor(open.model(), tokenizer));
  }

  /** The same by the composed layers, which make each weight dense with libtorch's operators. */
  public BenchRow predictComposed(int batch) {
    return predict("predict, composed", batch, PricePredictor.composed(open.model(), tokenizer));
  }

  private BenchRow predict(String what, int batch, PricePredictor timed) {
    DeviceMemory.release(open.scope().device());
    try (PricePredictor predictor = timed) {
      List<int[]> questions = questions(batch);
      PredictSettings settings = new PredictSettings(batch, 1, true);
      String check = checkPrediction(predictor, questions);
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
      return row(what, batch, timing, check);
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
      String what, int batch, LoraSettings lora, boolean checkpointing, Making making) {
    TrainSettings settings =
        new TrainSettings(
            1, batch, 1, 1e-4, 0, 0.001, 0.3, tokens, false, false, checkpointing, 0, 42);
    try (Scope scope = open.scope().child();
        Adapter adapter = Adapter.fresh(scope, lora, open.model().parts().projections(), 42)) {
      LanguageModel tuned = AdaptedModel.of(open.model(), adapter.trained());
      Batch rows = Batch.of(examples(batch));
      // Few rows, so that what the composed layers take is not counted as this measurement's peak.
      String check = checkSteps(Batch.of(examples(Math.min(batch, CHECKED))), lora, settings);
      DeviceMemory.release(open.scope().device());
      Trainer trainer = making.of(scope, tuned, settings);
      Timing timing = Timing.of(rounds, round -> trainer.step(List.of(rows), 0, 1, 0, 1e-4));
      return row(what, batch, timing, check);
    }
  }

  /**
   * Where the time of one training step's forward and backward pass goes, by kind of operation.
   *
   * @throws IllegalStateException if the model cannot be run fused
   */
  public List<ProfilingKernels.Cost> profileTraining(int batch, LoraSettings lora, boolean keep) {
    try (Scope scope = open.scope().child();
        Adapter adapter = Adapter.fresh(scope, lora, open.model().parts().projections(), 42)) {
      LanguageModel tuned = AdaptedModel.of(open.model(), adapter.trained());
      ProfilingKernels profile = profile(tuned, true);
      FusedModel fused = FusedModel.of(scope, tuned, profile.kernels(), true);
      TrainPass pass = new TrainPass(fused, keep ? open.model().config().layers() : 0);
      Batch rows = Batch.of(examples(batch));
      Packed packed = Packed.of(questions(batch), rows.positions());
      for (int round = 0; round < 2; round++) {
        profile.reset();
        try (Scope step = scope.child()) {
          pass.run(step, packed, rows.labels(), 1, new PassMode(1, true, true)).toFloatArray();
        }
      }
      return profile.costs();
    }
  }

  /**
   * How long the host and how long the device takes for that.
   *
   * @throws IllegalStateException if the model cannot be run fused
   */
  public Pace paceOfTraining(int batch, LoraSettings lora, boolean keep) {
    try (Scope scope = open.scope().child();
        Adapter adapter = Adapter.fresh(scope, lora, open.model().parts().projections(), 42)) {
      LanguageModel tuned = AdaptedModel.of(open.model(), adapter.trained());
      try (FusedModel fused = FusedModel.of(scope, tuned, kernels(tuned, true), true)) {
        TrainPass pass = new TrainPass(fused, keep ? open.model().config().layers() : 0);
        Batch rows = Batch.of(examples(batch));
        Packed packed = Packed.of(questions(batch), rows.positions());
        return Pace.of(scope, pass, packed, rows.labels());
      }
    }
  }

  /** The same of reading a batch of questions. */
  public List<ProfilingKernels.Cost> profilePrediction(int batch) {
    try (Scope scope = open.scope().child()) {
      ProfilingKernels profile = profile(open.model(), false);
      AnswerPass pass =
          new AnswerPass(FusedModel.of(scope, open.model(), profile.kernels(), false));
      for (int round = 0; round < 2; round++) {
        profile.reset();
        try (Scope step = scope.child()) {
          pass.ask(step, questions(batch), null).toFloatArray();
        }
      }
      return profile.costs();
    }
  }

  private ProfilingKernels profile(LanguageModel model, boolean learning) {
    return new ProfilingKernels(kernels(model, learning));
  }

  private Kernels kernels(LanguageModel model, boolean learning) {
    return FusedModel.kernels(open.scope(), model, learning)
        .orElseThrow(() -> new IllegalStateException("this model cannot be run fused"));
  }

  private BenchRow row(String work, int batch, Timing timing, String check) {
    return BenchRow.of(
        work,
        open.settings().quantization().label(),
        batch,
        tokens,
        timing,
        weightBytes,
        DeviceMemory.of(open.scope().device()).used() - before,
        check);
  }

  /** The batched, cached answer against one plain forward pass of the first question alone. */
  private String checkPrediction(PricePredictor predictor, List<int[]> questions) {
    int[] first = questions.getFirst();
    double cached =
        java.util.Objects.requireNonNull(
                predictor
                    .answer(
                        open.scope(),
                        questions,
                        new PredictSettings(questions.size(), 0, true),
                        done -> {})
                    .getFirst()
                    .dollars())
            .mean();
    double plain;
    try (Scope scope = open.scope().child()) {
      Positions positions =
          Positions.fromStart(scope, open.model().config(), open.model().compute(), first.length);
      long[] ids = IntStream.of(first).asLongStream().toArray();
      NDArray hidden = open.model().hidden(scope, scope.longs(ids, 1, ids.length), positions);
      NDArray last = Tensors.rows(scope, hidden, scope.longs(new long[] {ids.length - 1}, 1));
      plain = predictor.dollars(scope, open.model().logits(scope, last)).mean();
    }
    return compared("expected price in a batch and alone", cached, plain);
  }

  /**
   * Loss and gradient norm of the third step against those of the composed layers, autograd and
   * libtorch's AdamW; each begins with the same adapter.
   */
  private String checkSteps(Batch batch, LoraSettings lora, TrainSettings settings) {
    // The composed layers run again in the backward pass, or their dense weights would all be held.
    StepRecord wanted = third(batch, lora, recomputing(settings), Trainer::composed);
    DeviceMemory.release(open.scope().device());
    StepRecord found = third(batch, lora, settings, Trainer::new);
    return compared("loss", found.loss(), wanted.loss())
        + ", "
        + compared("gradient norm", found.gradientNorm(), wanted.gradientNorm());
  }

  /**
   * Gives b values: beside a b of zero, the first changes are below what bfloat16 tells apart, and
   * the composed layers, which add them to an output that is rounded already, lose them.
   */
  private static void stir(Adapter adapter) {
    Random random = new Random(7);
    for (Adapter.Update update : adapter.modules().values()) {
      float[] b = new float[Math.toIntExact(update.b().size())];
      for (int i = 0; i < b.length; i++) {
        b[i] = STIR * (float) random.nextGaussian();
      }
      update.b().set(b);
    }
  }

  private static TrainSettings recomputing(TrainSettings s) {
    return new TrainSettings(
        1, s.batch(), 1, RATE, 0, 0, 0.3, s.maxTokens(), false, false, true, 0, s.seed());
  }

  /** A way to make a trainer. */
  private interface Making {
    Trainer of(Scope scope, LanguageModel model, TrainSettings settings);
  }

  private StepRecord third(Batch batch, LoraSettings lora, TrainSettings settings, Making making) {
    try (Scope scope = open.scope().child();
        Adapter adapter = Adapter.fresh(scope, lora, open.model().parts().projections(), 42)) {
      stir(adapter);
      LanguageModel tuned = AdaptedModel.of(open.model(), adapter.trained());
      Trainer trainer = making.of(scope, tuned, settings);
      trainer.step(List.of(batch), 0, 3, 0, RATE);
      trainer.step(List.of(batch), 1, 3, 0, RATE);
      return trainer.step(List.of(batch), 2, 3, 0, RATE);
    }
  }

  static String compared(String what, double one, double other) {
    double gap = Math.abs(one - other) / Math.max(1e-12, Math.abs(other));
    if (!(gap <= LARGEST_GAP)) {
      throw new IllegalStateException(
          "%s differ: %s and %s; nothing was timed.".formatted(what, one, other));
    }
    return String.format(Locale.ROOT, "%s agree within %.1e", what, gap);
  }

  private List<int[]> questions(int batch) {
    Random random = new Random(42);
    int vocabulary = open.model().config().vocabSize();
    return IntStream.range(0, batch)
        .mapToObj(row -> random.ints(tokens, 0, vocabulary).toArray())
        .toList();
  }

  private List<TokenizedExample> examples(int batch) {
    List<TokenizedExample> examples = new ArrayList<>();
    List<int[]> rows = questions(batch);
    for (int row = 0; row < batch; row++) {
      examples.add(new TokenizedExample(row, rows.get(row), tokens - ANSWER, false));
    }
    return examples;
  }
}
