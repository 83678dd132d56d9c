package tunebench.fused;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tunebench.Fixtures;
import tunebench.llama.LanguageModel;
import tunebench.lora.Adapter;
import tunebench.lora.LoraSettings;
import tunebench.model.AdaptedModel;
import tunebench.model.OpenModel;
import tunebench.model.OpenSettings;
import tunebench.quant.Quantization;
import tunebench.tensor.Kernels;
import tunebench.tensor.Scope;

/** Layers whose weights in blocks are multiplied as codes, against those with dense weights. */
class BlockProductTest {
  private static final int MOST = 20;

  /** Kernels that take up to {@link #MOST} rows, by libtorch's twin. */
  private static final class Taking {
    private final Kernels inner = Kernels.torch();
    private int products;

    Kernels kernels() {
      return (Kernels)
          Proxy.newProxyInstance(
              Kernels.class.getClassLoader(), new Class<?>[] {Kernels.class}, this::call);
    }

    private Object call(Object proxy, Method method, Object... arguments) throws Throwable {
      if (method.getName().equals("takesBlocks")) {
        return (int) arguments[0] <= MOST;
      }
      if (method.getName().equals("blockProduct")) {
        products++;
      }
      try {
        return method.invoke(inner, arguments);
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"NF4", "NF4_DOUBLE"})
  void fewRowsAreMultipliedAsCodesWithTheSameLogits(Quantization kind) {
    try (OpenModel open =
            OpenModel.open(
                Fixtures.shippedModel(), OpenSettings.of(kind, false), Device.cpu(), p -> {});
        Scope scope = Scope.on(Device.cpu());
        Adapter adapter =
            Adapter.fresh(
                scope,
                new LoraSettings(8, 16, 0.1, LoraSettings.ALL, false),
                open.model().parts().projections(),
                3)) {
      // A fresh adapter's b is zero, and so would be its share of every output.
      adapter.modules().values().forEach(update -> update.b().addi(0.02));
      LanguageModel model = AdaptedModel.of(open.model(), adapter);
      Taking taking = new Taking();
      AnswerPass codes = new AnswerPass(FusedModel.of(scope, model, taking.kernels(), false));
      AnswerPass dense = new AnswerPass(FusedModel.of(scope, model, Kernels.torch(), false));
      for (int length : new int[] {1, 7, MOST}) {
        List<int[]> question = question(length, model.config().vocabSize());
        taking.products = 0;
        assertThat(codes.ask(scope, question, null).toFloatArray())
            .containsExactly(dense.ask(scope, question, null).toFloatArray(), within(2e-4f));
        assertThat(taking.products).isEqualTo(4 * model.config().layers());
      }
      List<int[]> more = question(MOST + 1, model.config().vocabSize());
      taking.products = 0;
      assertThat(codes.ask(scope, more, null).toFloatArray())
          .containsExactly(dense.ask(scope, more, null).toFloatArray(), within(2e-4f));
      // Behind attention the last layer has the last token alone.
      assertThat(taking.products).isEqualTo(3);
    }
  }

  private static List<int[]> question(int length, int vocabulary) {
    return List.of(new Random(length).ints(length, 0, vocabulary).toArray());
  }
}
