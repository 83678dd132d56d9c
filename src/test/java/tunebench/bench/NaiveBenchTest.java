package tunebench.bench;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tunebench.Fixtures;
import tunebench.lora.LoraSettings;
import tunebench.nn.Code;
import tunebench.nn.Projection;
import tunebench.quant.Block4;
import tunebench.quant.Block4Projection;
import tunebench.quant.Block4Tables;
import tunebench.quant.CodeBook;
import tunebench.quant.Int8Projection;
import tunebench.quant.Quantization;
import tunebench.tensor.Dtype;
import tunebench.tensor.Scope;
import tunebench.token.TextTokenizer;

class NaiveBenchTest {
  private static NDArray weight(Scope scope) {
    Random random = new Random(5);
    float[] values = new float[96 * 128];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return scope.floats(values, 96, 128);
  }

  private static void equal(Scope scope, Projection packed) {
    Projection naive = NaiveProjection.of(scope, packed, Dtype.FLOAT32);
    Code code = new Code(false);
    String one = naive.emitWeight(code);
    String other = packed.emitWeight(code);
    var both = code.finish(one, other).call(scope);
    assertThat(both.get(0).toFloatArray()).isEqualTo(both.get(1).toFloatArray());
  }

  @ParameterizedTest
  @EnumSource(CodeBook.class)
  void bothWaysMakeTheSameDenseWeight(CodeBook book) {
    try (Scope scope = Scope.on(Device.cpu())) {
      Block4Tables tables = Block4Tables.of(scope, book);
      for (boolean doubly : new boolean[] {false, true}) {
        Block4 blocks = Block4.encode(scope, tables, weight(scope), doubly);
        equal(scope, new Block4Projection(blocks, null, Dtype.FLOAT32));
      }
    }
  }

  @Test
  void soTheyDoWithBytes() {
    try (Scope scope = Scope.on(Device.cpu())) {
      equal(scope, Int8Projection.encode(scope, weight(scope), null, Dtype.FLOAT32));
    }
  }

  @Test
  void allContestantsAgreeAndAreTimed() {
    try (TextTokenizer tokenizer = TextTokenizer.open(Fixtures.shippedModel());
        NaiveBench bench =
            new NaiveBench(Fixtures.shippedModel(), Quantization.NF4_ALL, tokenizer, 12, 2, 0)) {
      LoraSettings lora = new LoraSettings(4, 8, 0, List.of("q_proj"), false);
      for (List<NaiveBench.Row> rows : List.of(bench.predict(2), bench.train(2, lora))) {
        assertThat(rows)
            .extracting(NaiveBench.Row::way)
            .containsExactly("engine", "naive, bfloat16", "naive, float32", "bf16 weights");
        assertThat(rows.getFirst().ratio()).isEqualTo(new Timing(1, 1, 1));
        assertThat(rows).allSatisfy(row -> assertThat(row.seconds().least()).isPositive());
        assertThat(rows.subList(1, 3)).allSatisfy(row -> assertThat(row.gap()).isLessThan(0.02));
      }
    }
  }
}
