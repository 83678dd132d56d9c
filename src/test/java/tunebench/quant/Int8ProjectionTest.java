package tunebench.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tunebench.nn.Code;
import tunebench.tensor.Dtype;
import tunebench.tensor.Gradients;
import tunebench.tensor.Scope;
import tunebench.tensor.Tensors;

/** The projection against LLM.int8 written out number by number. */
class Int8ProjectionTest {
  private static final int IN = 64;
  private static final int OUT = 16;

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 40})
  void equalsTheNaiveVersionWithOutliersAndWithout(int rows) {
    Random random = new Random(rows);
    float[] weight = gaussians(random, OUT * IN);
    for (boolean loud : new boolean[] {false, true}) {
      float[] x = gaussians(random, rows * IN);
      for (int row = 0; row < rows; row++) {
        // Two columns reach the threshold of 6 somewhere.
        x[row * IN + 5] = loud ? 7 + row : 0.5f;
        x[row * IN + 33] = loud ? -20 : 0.25f;
      }
      try (Scope scope = Scope.on(Device.cpu())) {
        Int8Projection projection =
            Int8Projection.encode(scope, scope.floats(weight, OUT, IN), null, Dtype.FLOAT32);
        Code code = new Code(false);
        NDArray y =
            code.finish(projection.emit(code, code.input(0)))
                .call(scope, scope.floats(x, rows, IN))
                .head();
        float[] got = y.toFloatArray();
        double[] want = naive(weight, x, rows);
        for (int i = 0; i < want.length; i++) {
          assertThat((double) got[i]).isCloseTo(want[i], within(1e-4));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Dtype.class,
      names = {"FLOAT32", "BFLOAT16"})
  void trainingMultipliesTheRoundedInputAndPassesItsGradientAsIfItWereNot(Dtype products) {
    int rows = 7;
    Random random = new Random(4);
    float[] weight = gaussians(random, OUT * IN);
    float[] x = gaussians(random, rows * IN);
    x[2 * IN + 33] = -20;
    float rounding = products == Dtype.FLOAT32 ? 1e-4f : 0.02f;
    try (Scope scope = Scope.on(Device.cpu())) {
      Int8Projection projection =
          Int8Projection.encode(scope, scope.floats(weight, OUT, IN), null, Dtype.FLOAT32)
              .forCpu(scope, products);
      float[] upstream = gaussians(random, rows * OUT);
      NDArray leaf = Tensors.leaf(scope, scope.floats(x, rows, IN));
      Code code = new Code(true);
      NDArray y = code.finish(projection.emit(code, code.input(0))).record(scope, leaf).head();
      double[] want = naive(weight, x, rows);
      double size = Arrays.stream(want).map(Math::abs).max().orElseThrow();
      for (int i = 0; i < want.length; i++) {
        assertThat((double) y.toFloatArray()[i]).isCloseTo(want[i], within(rounding * size));
      }
      Gradients.backward(y, scope.floats(upstream, rows, OUT));
      float[] gradient = Gradients.of(leaf).toFloatArray();
      Code dense = new Code(false);
      float[] whole = dense.finish(projection.emitWeight(dense)).call(scope).head().toFloatArray();
      for (int i = 0; i < gradient.length; i++) {
        double sum = 0;
        for (int out = 0; out < OUT; out++) {
          sum += upstream[i / IN * OUT + out] * whole[out * IN + i % IN];
        }
        assertThat((double) gradient[i]).isCloseTo(sum, within((double) rounding * 5));
      }
      assertThat(leaf.toFloatArray()).isEqualTo(x);
    }
  }

  private static double[] naive(float[] weight, float[] x, int rows) {
    boolean[] outlier = new boolean[IN];
    for (int i = 0; i < x.length; i++) {
      outlier[i % IN] |= Math.abs(x[i]) >= 6;
    }
    int[] codes = new int[weight.length];
    double[] scales = new double[OUT];
    for (int out = 0; out < OUT; out++) {
      for (int in = 0; in < IN; in++) {
        scales[out] = Math.max(scales[out], Math.abs(half(weight[out * IN + in])));
      }
      for (int in = 0; in < IN; in++) {
        float factor = 127 * (1 / (float) scales[out]);
        codes[out * IN + in] = (int) Math.rint(half(weight[out * IN + in]) * factor);
      }
    }
    double[] y = new double[rows * OUT];
    for (int row = 0; row < rows; row++) {
      double largest = 0;
      for (int in = 0; in < IN; in++) {
        largest = outlier[in] ? largest : Math.max(largest, Math.abs(x[row * IN + in]));
      }
      for (int out = 0; out < OUT; out++) {
        double exact = 0;
        long sum = 0;
        for (int in = 0; in < IN; in++) {
          int code = codes[out * IN + in];
          double value = x[row * IN + in];
          if (outlier[in]) {
            exact += value * code * scales[out] / 127;
          } else {
            sum += code * (long) Math.rint((float) value * (127 / (float) largest));
          }
        }
        y[row * OUT + out] = exact + sum * largest * scales[out] / (127.0 * 127.0);
      }
    }
    return y;
  }

  private static float half(float x) {
    return Float.float16ToFloat(Float.floatToFloat16(x));
  }

  private static float[] gaussians(Random random, int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
