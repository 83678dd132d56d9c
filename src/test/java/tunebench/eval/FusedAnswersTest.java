package tunebench.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tunebench.Fixtures;
import tunebench.TunedModel;
import tunebench.fused.FusedModel;
import tunebench.llama.LanguageModel;
import tunebench.prompt.PriceTemplate;
import tunebench.quant.Quantization;
import tunebench.tensor.Kernels;
import tunebench.tensor.Scope;
import tunebench.token.TextTokenizer;

/** Answers of the fused layers, cached tokens among them, against those of the composed ones. */
class FusedAnswersTest {
  @ParameterizedTest
  @EnumSource(names = {"BF16", "INT8", "NF4", "NF4_DOUBLE", "NF4_ALL", "FP4"})
  void equalThoseOfTheComposedLayers(Quantization kind) {
    try (TextTokenizer tokenizer = TextTokenizer.open(Fixtures.shippedModel());
        TunedModel tuned = TunedModel.of(kind)) {
      Scope scope = tuned.scope();
      LanguageModel model = tuned.model();
      List<int[]> questions =
          Stream.of("Brass Lamp", "Oak Table\nA heavy table of oak, waxed by hand.", "Pen")
              .map(text -> tokenizer.prompt(PriceTemplate.V1.question(text)))
              .toList();
      PredictSettings settings = new PredictSettings(2, 4, true);
      List<PriceAnswer> wanted =
          PricePredictor.composed(model, tokenizer).answer(scope, questions, settings, done -> {});
      FusedModel fused = FusedModel.of(scope, model, Kernels.torch(), false);
      List<PriceAnswer> found =
          PricePredictor.fused(fused, tokenizer).answer(scope, questions, settings, done -> {});
      // Eight bits hold one scale a token: another order of sums moves a code now and then.
      double gap = kind == Quantization.INT8 ? 1e-3 : 1e-5;
      for (int row = 0; row < questions.size(); row++) {
        assertThat(Objects.requireNonNull(found.get(row).dollars()).probabilities())
            .containsExactly(
                Objects.requireNonNull(wanted.get(row).dollars()).probabilities(), within(gap));
        if (kind != Quantization.INT8) {
          assertThat(found.get(row).text()).isEqualTo(wanted.get(row).text());
        }
      }
    }
  }
}
