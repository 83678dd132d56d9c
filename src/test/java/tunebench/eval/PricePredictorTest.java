package tunebench.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import tunebench.Fixtures;
import tunebench.llama.KeyValueCache;
import tunebench.llama.Positions;
import tunebench.model.OpenModel;
import tunebench.model.OpenSettings;
import tunebench.prompt.PriceTemplate;
import tunebench.quant.Quantization;
import tunebench.tensor.Scope;
import tunebench.token.TextTokenizer;

class PricePredictorTest {
  private static final TextTokenizer TOKENIZER = TextTokenizer.open(Fixtures.shippedModel());
  private static final OpenModel OPEN =
      OpenModel.open(
          Fixtures.shippedModel(),
          OpenSettings.of(Quantization.BF16, false),
          Device.cpu(),
          p -> {});
  private static final PricePredictor PREDICTOR = new PricePredictor(OPEN.model(), TOKENIZER);
  private static final List<int[]> QUESTIONS =
      Stream.of(
              "Brass Lamp",
              "Oak Table\nA heavy table of oak for eight people, waxed by hand.",
              "Pen",
              "Laptop\nThin and fast, with a bright screen and a long lasting battery inside.",
              "Red Chair\nIt folds.")
          .map(text -> TOKENIZER.prompt(PriceTemplate.V1.question(text)))
          .toList();

  @AfterAll
  static void close() {
    OPEN.close();
    TOKENIZER.close();
  }

  @Test
  void theShippedTokenizerHasOneTokenForEveryPrice() {
    assertThat(PREDICTOR.tokens().single()).isTrue();
    assertThat(Arrays.stream(PREDICTOR.tokens().ids()).distinct()).hasSize(1000);
  }

  @Test
  void batchedAndCachedAnswersEqualFullForwardPasses() {
    List<PriceAnswer> answers = answers(5, 6);
    for (int row = 0; row < QUESTIONS.size(); row++) {
      List<Integer> tokens = new ArrayList<>();
      double[] chances = chances(QUESTIONS.get(row));
      WholeDollars dollars = Objects.requireNonNull(answers.get(row).dollars());
      long[] ids = PREDICTOR.tokens().ids();
      for (int price = 0; price < ids.length; price++) {
        assertThat(dollars.probabilities()[price])
            .isCloseTo(chances[(int) ids[price]], within(1e-5));
      }
      int[] grown = QUESTIONS.get(row);
      for (int i = 0; i < 6; i++) {
        int next = best(chances(grown));
        if (next == TOKENIZER.end()) {
          break;
        }
        tokens.add(next);
        grown = IntStream.concat(Arrays.stream(grown), IntStream.of(next)).toArray();
      }
      assertThat(answers.get(row).text())
          .isEqualTo(TOKENIZER.text(tokens.stream().mapToInt(Integer::intValue).toArray()));
    }
  }

  @Test
  void theBatchChangesNothing() {
    List<PriceAnswer> alone = answers(1, 3);
    List<PriceAnswer> together = answers(5, 3);
    for (int row = 0; row < QUESTIONS.size(); row++) {
      assertThat(together.get(row).text()).isEqualTo(alone.get(row).text());
      assertThat(Objects.requireNonNull(together.get(row).dollars()).mean())
          .isCloseTo(Objects.requireNonNull(alone.get(row).dollars()).mean(), within(1e-2));
    }
  }

  @Test
  void theThreeLikeliestTokensAreThoseOfTheForwardPass() {
    PriceAnswer answer = answers(5, 1).get(3);
    double[] chances = chances(QUESTIONS.get(3));
    double[] sorted = Arrays.stream(chances).sorted().toArray();
    assertThat(answer.topTokens()).isNotEmpty();
    assertThat(answer.topTokens().getFirst().probability())
        .isCloseTo(sorted[sorted.length - 1], within(1e-6));
    assertThat(answer.topTokens()).hasSizeLessThanOrEqualTo(3);
  }

  @Test
  void pricesOfSeveralTokensAreScoredAsSequences() {
    // The same vocabulary spelled digit by digit, as most tokenizers do it.
    int[] digits = IntStream.range(0, 10).map(d -> TOKENIZER.plain("" + d)[0]).toArray();
    int point = TOKENIZER.plain(".")[0];
    int[][] spellings = new int[WholeDollars.COUNT][];
    for (int price = 0; price < spellings.length; price++) {
      int[] number = String.valueOf(price).chars().map(c -> digits[c - '0']).toArray();
      spellings[price] =
          price < 100
              ? IntStream.concat(Arrays.stream(number), IntStream.of(point)).toArray()
              : number;
    }
    try (Scope scope = OPEN.scope().child()) {
      QuestionBatch batch =
          QuestionBatch.ask(
              scope, OPEN.model(), KeyValueCache.empty(scope, OPEN.model()), 0, QUESTIONS);
      WholeDollars scored =
          new SequenceScorer(new PriceTokens(spellings, false)).score(batch).get(1);
      for (int price : new int[] {0, 7, 42, 100, 999}) {
        double product = 1;
        int[] grown = QUESTIONS.get(1);
        for (int token : spellings[price]) {
          product *= chances(grown)[token];
          grown = IntStream.concat(Arrays.stream(grown), IntStream.of(token)).toArray();
        }
        // Starts below one in a million are not followed.
        assertThat(scored.probabilities()[price]).isCloseTo(product, within(1.1e-6));
      }
    }
  }

  @Test
  void nothingIsLeftInTheScope() {
    int before = OPEN.scope().alive();
    answers(2, 4);
    assertThat(OPEN.scope().alive()).isEqualTo(before);
  }

  private static List<PriceAnswer> answers(int batch, int newTokens) {
    List<Integer> done = new ArrayList<>();
    List<PriceAnswer> answers =
        PREDICTOR.answer(
            OPEN.scope(), QUESTIONS, new PredictSettings(batch, newTokens, true), done::add);
    assertThat(done.getLast()).isEqualTo(QUESTIONS.size());
    return answers;
  }

  /** Probabilities of the next token by one plain forward pass. */
  private static double[] chances(int[] ids) {
    try (Scope scope = OPEN.scope().child()) {
      Positions positions =
          Positions.fromStart(scope, OPEN.model().config(), OPEN.model().compute(), ids.length);
      long[] tokens = Arrays.stream(ids).asLongStream().toArray();
      NDArray hidden = OPEN.model().hidden(scope, scope.longs(tokens, 1, tokens.length), positions);
      NDArray last = hidden.get("0, " + (ids.length - 1) + ":" + ids.length);
      float[] logits = OPEN.model().logits(scope, last).toFloatArray();
      double[] raised =
          IntStream.range(0, logits.length).mapToDouble(i -> Math.exp(logits[i])).toArray();
      double sum = Arrays.stream(raised).sum();
      return Arrays.stream(raised).map(x -> x / sum).toArray();
    }
  }

  private static int best(double[] chances) {
    int best = 0;
    for (int i = 1; i < chances.length; i++) {
      best = chances[i] > chances[best] ? i : best;
    }
    return best;
  }
}
