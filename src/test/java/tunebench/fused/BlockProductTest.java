package tunebench.fused;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tunebench.TunedModel;
import tunebench.llama.LanguageModel;
import tunebench.quant.Quantization;
import tunebench.tensor.Kernels;
import tunebench.tensor.Scope;

/** Layers whose weights in blocks are multiplied as codes, against those with dense weights. */
class BlockProductTest {
  private static final int MOST = 20;

  @ParameterizedTest
  @EnumSource(names = {"NF4", "NF4_DOUBLE"})
  void fewRowsAreMultipliedAsCodesWithTheSameLogits(Quantization kind) {
    try (TunedModel tuned = TunedModel.of(kind)) {
      // A fresh adapter's b is zero, and so would be its share of every output.
      tuned.adapter().modules().values().forEach(update -> update.b().addi(0.02));
      Scope scope = tuned.scope();
      LanguageModel model = tuned.model();
      TakingKernels taking = new TakingKernels(MOST);
      AnswerPass codes = new AnswerPass(FusedModel.of(scope, model, taking.kernels(), false));
      AnswerPass dense = new AnswerPass(FusedModel.of(scope, model, Kernels.torch(), false));
      for (int length : new int[] {1, 7, MOST}) {
        List<int[]> question = question(length, model.config().vocabSize());
        assertThat(codes.ask(scope, question, null).toFloatArray())
            .containsExactly(dense.ask(scope, question, null).toFloatArray(), within(2e-4f));
        assertThat(taking.products()).isEqualTo(4 * model.config().layers());
      }
      List<int[]> more = question(MOST + 1, model.config().vocabSize());
      assertThat(codes.ask(scope, more, null).toFloatArray())
          .containsExactly(dense.ask(scope, more, null).toFloatArray(), within(2e-4f));
      // Behind attention the last layer has the last token alone.
      assertThat(taking.products()).isEqualTo(3);
    }
  }

  private static List<int[]> question(int length, int vocabulary) {
    return List.of(new Random(length).ints(length, 0, vocabulary).toArray());
  }
}
