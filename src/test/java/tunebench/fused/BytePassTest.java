package tunebench.fused;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tunebench.Fixtures;
import tunebench.llama.LanguageModel;
import tunebench.llama.Positions;
import tunebench.model.OpenModel;
import tunebench.model.OpenSettings;
import tunebench.quant.Quantization;
import tunebench.tensor.CpuUnits;
import tunebench.tensor.Dtype;
import tunebench.tensor.Scope;
import tunebench.tensor.Tensors;

/** Logits against those of the composed layers, which quantize by libtorch's operators. */
class BytePassTest {
  @BeforeAll
  static void theProductIsExact() {
    assumeThat(CpuUnits.byteProducts()).isTrue();
  }

  private static OpenModel open(Path folder, Quantization kind, Dtype compute) {
    return OpenModel.open(
        folder, new OpenSettings(kind, compute, Dtype.BFLOAT16, false), Device.cpu(), p -> {});
  }

  /** Logits behind the last token of a question. */
  private static float[] composed(LanguageModel model, int... question) {
    try (Scope scope = Scope.on(Device.cpu())) {
      NDArray ids =
          scope.longs(IntStream.of(question).asLongStream().toArray(), 1, question.length);
      Positions positions =
          Positions.fromStart(scope, model.config(), model.compute(), question.length);
      NDArray last = scope.longs(new long[] {question.length - 1}, 1);
      return model
          .logits(scope, Tensors.rows(scope, model.hidden(scope, ids, positions), last))
          .toFloatArray();
    }
  }

  /** The same twice: memory is used again, and outliers are expected where some were seen. */
  private static float[] bytes(LanguageModel model, Dtype attention, List<int[]> questions) {
    try (Scope scope = Scope.on(Device.cpu())) {
      float[] small =
          new BytePass(scope, model, attention, 0).ask(scope, questions, null).toFloatArray();
      BytePass pass = new BytePass(scope, model, attention, Long.MAX_VALUE);
      float[] first = pass.ask(scope, questions, null).toFloatArray();
      assertThat(distance(small, first)).isLessThan(1e-4);
      pass.ask(scope, questions.subList(0, 1), null);
      assertThat(pass.ask(scope, questions, null).toFloatArray()).isEqualTo(first);
      return first;
    }
  }

  private static double distance(float[] a, float[] b) {
    double gap = 0;
    double size = 0;
    for (int i = 0; i < a.length; i++) {
      gap += Math.pow(a[i] - b[i], 2);
      size += Math.pow(b[i], 2);
    }
    return Math.sqrt(gap / size);
  }

  private static int[] question(int length, int vocabulary) {
    return new Random(length).ints(length, 0, vocabulary).toArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama3", "llama-tied", "qwen2", "shipped"})
  void itDoesWhatTheComposedLayersDo(String family) {
    boolean shipped = family.equals("shipped");
    Path folder = shipped ? Fixtures.shippedModel() : Fixtures.folder(family);
    try (OpenModel dense = open(folder, Quantization.FP32, Dtype.FLOAT32);
        OpenModel open = open(folder, Quantization.INT8, Dtype.FLOAT32);
        OpenModel narrow = open(folder, Quantization.INT8, Dtype.BFLOAT16)) {
      for (int length : new int[] {1, 2, 17, 40}) {
        int[] question = question(length, dense.model().config().vocabSize());
        float[] exact = composed(open.model(), question);
        double ofCodes = distance(composed(dense.model(), question), exact);
        // The shipped model has outliers. In its last layer only the last token is quantized, so
        // that fewer columns are loud.
        assertThat(distance(bytes(open.model(), Dtype.FLOAT32, List.of(question)), exact))
            .as("attention in float32, %d tokens", length)
            .isLessThan(shipped ? ofCodes : ofCodes / 50);
        assertThat(distance(bytes(open.model(), Dtype.BFLOAT16, List.of(question)), exact))
            .as("attention in bfloat16, %d tokens", length)
            .isLessThan(Math.max(ofCodes, distance(composed(narrow.model(), question), exact)));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama3", "qwen2"})
  void rowsOfABatchDoNotMix(String family) {
    try (OpenModel open = open(Fixtures.folder(family), Quantization.INT8, Dtype.FLOAT32)) {
      int vocabulary = open.model().config().vocabSize();
      List<int[]> questions =
          IntStream.of(5, 17, 1, 17).mapToObj(n -> question(n, vocabulary)).toList();
      float[] together = bytes(open.model(), Dtype.FLOAT32, questions);
      for (int row = 0; row < questions.size(); row++) {
        float[] part =
            java.util.Arrays.copyOfRange(together, row * vocabulary, (row + 1) * vocabulary);
        assertThat(distance(bytes(open.model(), Dtype.FLOAT32, List.of(questions.get(row))), part))
            .isLessThan(1e-4);
      }
    }
  }
}
