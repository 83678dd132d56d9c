package tunebench.eval;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tunebench.fused.AnswerPass;
import tunebench.fused.BytePass;
import tunebench.fused.FusedModel;
import tunebench.llama.KeyValueCache;
import tunebench.llama.LanguageModel;
import tunebench.tensor.Scope;
import tunebench.tensor.Script;
import tunebench.token.TextTokenizer;

/**
 * Asks a model for prices. Questions of similar length share a batch; the tokens with which all of
 * them begin are run once; every way of {@link Decoder} is served by the same pass.
 */
public final class PricePredictor implements AutoCloseable {
  private static final int TOP = 3;

  private final LanguageModel model;
  private final TextTokenizer tokenizer;
  private final PriceTokens tokens;
  private @Nullable Scope memory;
  private @Nullable FusedModel fused;
  private @Nullable BytePass bytes;
  private boolean asked;

  /** One that uses the composed layers alone: what the fused ones are checked and timed against. */
  public static PricePredictor composed(LanguageModel model, TextTokenizer tokenizer) {
    PricePredictor predictor = new PricePredictor(model, tokenizer);
    predictor.asked = true;
    return predictor;
  }

  /** One that uses the given fused layers, which stay the caller's. */
  public static PricePredictor fused(FusedModel layers, TextTokenizer tokenizer) {
    PricePredictor predictor = new PricePredictor(layers.model(), tokenizer);
    predictor.fused = layers;
    predictor.asked = true;
    return predictor;
  }

  /** One whose memory is freed with a scope on the model's device, at the latest. */
  public PricePredictor(LanguageModel model, TextTokenizer tokenizer, Scope memory) {
    this(model, tokenizer);
    this.memory = memory.child();
  }

  public PricePredictor(LanguageModel model, TextTokenizer tokenizer) {
    this.model = model;
    this.tokenizer = tokenizer;
    this.tokens = PriceTokens.of(tokenizer);
  }

  /** How this model's tokenizer spells prices. */
  public PriceTokens tokens() {
    return tokens;
  }

  /**
   * Answers to questions, in their order.
   *
   * @param scope on the model's device; nothing is left in it
   * @param questions tokens of each, at least one
   * @param progress told how many are done; throwing ends the work
   */
  public List<PriceAnswer> answer(
      Scope scope, List<int[]> questions, PredictSettings settings, IntConsumer progress) {
    if (questions.isEmpty()) {
      return List.of();
    }
    @Nullable PriceAnswer[] answers = new PriceAnswer[questions.size()];
    int[] order =
        IntStream.range(0, questions.size())
            .boxed()
            .sorted(Comparator.comparingInt(i -> questions.get(i).length))
            .mapToInt(Integer::intValue)
            .toArray();
    AnswerPass pass = pass(scope);
    try (Scope work = scope.child()) {
      BytePass reader = bytes;
      boolean composed = pass == null && reader == null;
      int shared = composed ? sharedStart(questions) : 0;
      KeyValueCache start = composed ? KeyValueCache.empty(work, model) : null;
      if (start != null && shared > 0) {
        int[] ids = Arrays.copyOf(questions.getFirst(), shared);
        try (Scope step = work.child()) {
          QuestionBatch.extend(step, model, List.of(ids), 0, start);
        }
      }
      for (int from = 0; from < order.length; from += settings.batch()) {
        int[] rows =
            Arrays.copyOfRange(order, from, Math.min(order.length, from + settings.batch()));
        List<int[]> ends =
            Arrays.stream(rows)
                .mapToObj(
                    i -> Arrays.copyOfRange(questions.get(i), shared, questions.get(i).length))
                .toList();
        try (Scope step = work.child()) {
          QuestionBatch read;
          if (start != null) {
            read = QuestionBatch.ask(step, model, start, shared, ends);
          } else if (reader != null) {
            read = QuestionBatch.ask(step, model, reader, ends, further(settings));
          } else {
            AnswerPass by = java.util.Objects.requireNonNull(pass);
            read = QuestionBatch.ask(step, model, by, ends, further(settings));
          }
          List<PriceAnswer> batch = answerBatch(step, read, ends, settings);
          for (int i = 0; i < rows.length; i++) {
            answers[rows[i]] = batch.get(i);
          }
        }
        progress.accept(Math.min(order.length, from + settings.batch()));
      }
    }
    return Arrays.stream(answers).map(java.util.Objects::requireNonNull).toList();
  }

  /** Whether tokens behind the question are run, for a text or for prices of several tokens. */
  private boolean further(PredictSettings settings) {
    return settings.newTokens() > 1 || (settings.dollars() && !tokens.single());
  }

  /**
   * The fused pass where model and device have it, with the adapters as they are now. Where they
   * have that for weights in 8 bits on a CPU, it is set, too.
   */
  private @Nullable AnswerPass pass(Scope scope) {
    if (!asked) {
      Scope own = memory == null ? Scope.on(scope.device()) : memory;
      memory = own;
      bytes = BytePass.of(own, model).orElse(null);
      fused = bytes == null ? FusedModel.forAnswers(own, model).orElse(null) : null;
      asked = true;
    } else if (fused != null) {
      fused.refresh();
    }
    return fused == null ? null : new AnswerPass(fused);
  }

  /** Frees the memory that predicting took. */
  @Override
  public void close() {
    Scope own = memory;
    if (own != null) {
      own.close();
      memory = null;
      fused = null;
      bytes = null;
      asked = false;
    }
  }

  /**
   * The distribution of one question whose logits are known, where prices are single tokens: for
   * those who check this class.
   */
  public WholeDollars dollars(Scope scope, NDArray logits) {
    long[] ids = tokens.ids();
    NDList first =
        Script.resource(QuestionBatch.class, "predict.torch")
            .call(scope, "first", logits, scope.longs(ids, ids.length), (long) TOP);
    return split(first.get(2).toFloatArray(), 1).getFirst();
  }

  /** Whether each whole-dollar price is one token, so that the whole distribution costs nothing. */
  public boolean singleTokens() {
    return tokens.single();
  }

  private List<PriceAnswer> answerBatch(
      Scope scope, QuestionBatch batch, List<int[]> questions, PredictSettings settings) {
    long[] ids = tokens.single() ? tokens.ids() : new long[] {0};
    NDList first = batch.script("first", batch.logits(), scope.longs(ids, ids.length), (long) TOP);
    float[] best = first.get(0).toFloatArray();
    long[] which = first.get(1).toLongArray();
    float[] prices = first.get(2).toFloatArray();
    List<WholeDollars> dollars = new ArrayList<>();
    if (settings.dollars()) {
      dollars =
          tokens.single()
              ? split(prices, questions.size())
              : new SequenceScorer(tokens).score(batch);
    }
    List<int[]> texts = batch.generate(settings.newTokens(), tokenizer.end());
    List<PriceAnswer> answers = new ArrayList<>();
    for (int row = 0; row < questions.size(); row++) {
      answers.add(
          new PriceAnswer(
              tokenizer.text(texts.get(row)),
              tokens.single() ? top(best, which, row) : List.of(),
              settings.dollars() ? dollars.get(row) : null,
              !tokens.single()));
    }
    return answers;
  }

  private List<PricePoint> top(float[] best, long[] which, int row) {
    List<PricePoint> points = new ArrayList<>();
    for (int i = row * TOP; i < (row + 1) * TOP; i++) {
      double probability = best[i];
      PythonFloat.tokenPrice(tokenizer.text(Math.toIntExact(which[i])))
          .ifPresent(price -> points.add(new PricePoint(price, probability)));
    }
    return points;
  }

  private static List<WholeDollars> split(float[] prices, int rows) {
    return IntStream.range(0, rows)
        .mapToObj(
            row ->
                new WholeDollars(
                    IntStream.range(row * WholeDollars.COUNT, (row + 1) * WholeDollars.COUNT)
                        .mapToDouble(i -> prices[i])
                        .toArray()))
        .toList();
  }

  /**
   * How many tokens all questions begin with; each keeps at least one of its own. A question alone
   * shares nothing, and is read in one pass instead of two.
   */
  private static int sharedStart(List<int[]> questions) {
    if (questions.size() == 1) {
      return 0;
    }
    int[] first = questions.getFirst();
    int shared = first.length - 1;
    for (int[] question : questions) {
      int same = Arrays.mismatch(first, question);
      shared = Math.min(shared, Math.min(same < 0 ? first.length : same, question.length - 1));
    }
    return Math.max(0, shared);
  }
}
