package tunebench.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.djl.Device;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tunebench.Fixtures;
import tunebench.fused.BytePass;
import tunebench.llama.LanguageModel;
import tunebench.lora.Adapter;
import tunebench.lora.LoraSettings;
import tunebench.model.AdaptedModel;
import tunebench.model.OpenModel;
import tunebench.model.OpenSettings;
import tunebench.prompt.PriceTemplate;
import tunebench.quant.Quantization;
import tunebench.tensor.CpuUnits;
import tunebench.tensor.Dtype;
import tunebench.tensor.Scope;
import tunebench.tensor.Torch;
import tunebench.token.TextTokenizer;

/** The pass for weights in 8 bits against the composed layers, which quantize by operators. */
class BytePredictionTest {
  @BeforeAll
  static void theProductIsExact() {
    assumeThat(CpuUnits.byteProducts()).isTrue();
  }

  private final int threads = Torch.threads();

  @AfterEach
  void threadsAsBefore() {
    Torch.threads(threads);
  }

  private static OpenModel open(Path folder, Quantization kind, Dtype products) {
    return OpenModel.open(
        folder, new OpenSettings(kind, Dtype.FLOAT32, products, false), Device.cpu(), p -> {});
  }

  @Test
  void itAnswersAsTheComposedLayersDoWithAnAdapterAndWithout() {
    try (TextTokenizer tokenizer = TextTokenizer.open(Fixtures.shippedModel());
        OpenModel open = open(Fixtures.shippedModel(), Quantization.INT8, Dtype.BFLOAT16);
        Scope scope = open.scope().child()) {
      List<int[]> questions =
          Stream.of("Brass Lamp", "Oak Table\nA heavy table for eight, waxed by hand.", "Pen")
              .map(text -> tokenizer.prompt(PriceTemplate.V1.question(text)))
              .toList();
      LoraSettings lora =
          new LoraSettings(4, 8, 0, List.of("q_proj", "v_proj", "down_proj"), false);
      Adapter adapter = Adapter.fresh(scope, lora, open.model().parts().projections(), 42);
      adapter.modules().values().forEach(u -> u.b().set(small(Math.toIntExact(u.b().size()))));
      LanguageModel tuned = AdaptedModel.of(open.model(), adapter);
      for (int count : new int[] {2, 8}) {
        // Many threads share the rows of dense weights' products instead.
        Torch.threads(count);
        assertThat(BytePass.of(scope, open.model()).isPresent()).isEqualTo(count == 2);
        double plain = same(open.model(), tokenizer, questions);
        assertThat(same(tuned, tokenizer, questions)).isNotCloseTo(plain, within(1.0));
      }
    }
  }

  private static float[] small(int n) {
    Random random = new Random(9);
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = 0.1f * (float) random.nextGaussian();
    }
    return values;
  }

  /** Holds both ways' answers against each other; returns a mean price. */
  private static double same(LanguageModel model, TextTokenizer tokenizer, List<int[]> questions) {
    PredictSettings settings = new PredictSettings(2, 4, true);
    try (Scope scope = Scope.on(Device.cpu());
        PricePredictor fast = new PricePredictor(model, tokenizer);
        PricePredictor slow = PricePredictor.composed(model, tokenizer)) {
      List<PriceAnswer> found = fast.answer(scope, questions, settings, done -> {});
      List<PriceAnswer> wanted = slow.answer(scope, questions, settings, done -> {});
      for (int i = 0; i < questions.size(); i++) {
        double[] one = Objects.requireNonNull(found.get(i).dollars()).probabilities();
        double[] other = Objects.requireNonNull(wanted.get(i).dollars()).probabilities();
        double apart =
            IntStream.range(0, one.length).mapToDouble(p -> Math.abs(one[p] - other[p])).sum() / 2;
        assertThat(apart).isLessThan(0.01);
        // A token generated behind the question reads the keys and values that the pass left.
        assertThat(found.get(i).text()).isEqualTo(wanted.get(i).text());
      }
      return Objects.requireNonNull(found.getFirst().dollars()).mean();
    }
  }

  @Test
  void otherModelsAreLeftToOtherPasses() {
    Torch.threads(2);
    try (Scope scope = Scope.on(Device.cpu())) {
      for (String family : List.of("qwen3", "phi3", "gemma2")) {
        try (OpenModel open = open(Fixtures.folder(family), Quantization.INT8, Dtype.BFLOAT16)) {
          assertThat(BytePass.of(scope, open.model())).isEmpty();
        }
      }
      for (Dtype products : new Dtype[] {Dtype.FLOAT32, Dtype.BFLOAT16}) {
        Quantization kind = products == Dtype.FLOAT32 ? Quantization.INT8 : Quantization.NF4;
        try (OpenModel open = open(Fixtures.folder("llama3"), kind, products)) {
          assertThat(BytePass.of(scope, open.model())).isEmpty();
        }
      }
    }
  }

  @Test
  void whatItTookIsFreed() {
    Torch.threads(2);
    try (TextTokenizer tokenizer = TextTokenizer.open(Fixtures.shippedModel());
        OpenModel open = open(Fixtures.shippedModel(), Quantization.INT8, Dtype.BFLOAT16);
        Scope scope = open.scope().child()) {
      int before = open.scope().alive();
      PricePredictor predictor = new PricePredictor(open.model(), tokenizer, scope);
      int[] once = new int[3];
      for (int i = 0; i < once.length; i++) {
        predictor.answer(
            scope, List.of(new int[] {1, 2, 3}), new PredictSettings(1, 0, true), d -> {});
        once[i] = open.scope().alive();
      }
      // Memory for outliers is taken once they were seen.
      assertThat(once[2]).isEqualTo(once[1]).isGreaterThan(before);
      predictor.close();
      assertThat(open.scope().alive()).isEqualTo(before);
    }
  }
}
