package tunebench.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tunebench.nn.Code;
import tunebench.nn.DenseProjection;
import tunebench.nn.Emit;
import tunebench.tensor.Dtype;
import tunebench.tensor.Gradients;
import tunebench.tensor.Scope;
import tunebench.tensor.Tensors;
import tunebench.tensor.Torch;

class DoraProjectionTest {
  private static final int OUT = 5;
  private static final int IN = 7;
  private static final int RANK = 3;
  private static final int ROWS = 4;
  private static final double STEP = 1e-5;

  private final SplittableRandom random = new SplittableRandom(5);
  private final Scope scope = Scope.on(Device.cpu());
  private final NaiveDora naive =
      new NaiveDora(
          matrix(OUT, IN),
          matrix(1, OUT)[0],
          matrix(RANK, IN),
          matrix(OUT, RANK),
          matrix(1, OUT)[0],
          1.7);
  private final double[][] x = matrix(ROWS, IN);
  private final double[][] upstream = matrix(ROWS, OUT);
  private final Adapter.Update update =
      new Adapter.Update(
          tensor(naive.a),
          tensor(naive.b),
          naive.scaling,
          tensor(naive.magnitudes).reshape(OUT, 1));

  @AfterEach
  void close() {
    scope.close();
  }

  @Test
  void outputsEqualTheNaiveOnes() {
    Code code = new Code(false);
    NDArray y = code.finish(dora(0).emit(code, code.input(0))).call(scope, tensor(x)).head();
    for (int row = 0; row < ROWS; row++) {
      for (int o = 0; o < OUT; o++) {
        assertThat((double) y.getFloat(row, o)).isCloseTo(naive.y(x[row], o), within(1e-5));
      }
    }
  }

  @Test
  void theDenseWeightIsMagnitudeTimesDirection() {
    Code code = new Code(false);
    NDArray w = code.finish(dora(0).emitWeight(code)).call(scope).head();
    for (int o = 0; o < OUT; o++) {
      double[] unit = new double[IN];
      for (int i = 0; i < IN; i++) {
        unit[i] = 1;
        double want = naive.y(unit, o) - naive.bias[o];
        assertThat((double) w.getFloat(o, i)).isCloseTo(want, within(1e-5));
        unit[i] = 0;
      }
    }
  }

  /** Differences of the naive loss, in which |V| does not move, as in section 4.3 of the paper. */
  @Test
  void gradientsEqualFiniteDifferences() {
    update.tensors().forEach(Gradients::track);
    NDArray input = Tensors.leaf(scope, tensor(x));
    Code code = new Code(true);
    NDArray y = code.finish(dora(0).emit(code, code.input(0))).record(scope, input).head();
    Gradients.backward(y, tensor(upstream));
    for (int r = 0; r < RANK; r++) {
      compare(naive.a[r], Gradients.of(update.a()), r);
    }
    for (int o = 0; o < OUT; o++) {
      compare(naive.b[o], Gradients.of(update.b()), o);
    }
    compare(naive.magnitudes, Gradients.of(update.column()).reshape(1, OUT), 0);
    for (int row = 0; row < ROWS; row++) {
      compare(x[row], Gradients.of(input), row);
    }
  }

  @Test
  void droppedInputsAreMissingInBothTerms() {
    Code dropping = new Code(true);
    Torch.seed(9);
    NDArray dropped =
        dropping
            .finish(
                dropping.let(
                    "torch.dropout(%s, %s, True)".formatted(dropping.input(0), Emit.number(0.4))))
            .call(scope, tensor(x))
            .head();
    Code code = new Code(true);
    Torch.seed(9);
    NDArray y = code.finish(dora(0.4).emit(code, code.input(0))).call(scope, tensor(x)).head();
    NDArray plain = tensor(x).matMul(tensor(naive.weight).transpose());
    assertThat(dropped.eq(0f).sum().getLong()).isPositive();
    for (int row = 0; row < ROWS; row++) {
      double[] left = new double[IN];
      for (int i = 0; i < IN; i++) {
        left[i] = dropped.getFloat(row, i);
      }
      for (int o = 0; o < OUT; o++) {
        // PEFT: base(x) + (factor - 1) W x' + factor * scaling * B A x', with x' the dropped x.
        double base = plain.getFloat(row, o) + naive.bias[o];
        double minus = 0;
        for (int i = 0; i < IN; i++) {
          minus += naive.weight[o][i] * left[i];
        }
        double want = base - minus + naive.y(left, o) - naive.bias[o];
        assertThat((double) y.getFloat(row, o)).isCloseTo(want, within(1e-5));
      }
    }
  }

  private DoraProjection dora(double dropout) {
    DenseProjection base =
        new DenseProjection(tensor(naive.weight), tensor(naive.bias), Dtype.FLOAT32, false);
    return new DoraProjection(base, update, dropout);
  }

  /** Moves each of {@code numbers} a little and compares the loss's slope with a gradient's row. */
  private void compare(double[] numbers, NDArray gradient, int row) {
    for (int i = 0; i < numbers.length; i++) {
      double at = numbers[i];
      numbers[i] = at + STEP;
      double up = naive.loss(x, upstream);
      numbers[i] = at - STEP;
      double down = naive.loss(x, upstream);
      numbers[i] = at;
      double slope = (up - down) / (2 * STEP);
      assertThat((double) gradient.getFloat(row, i))
          .isCloseTo(slope, within(1e-4 * Math.max(1, Math.abs(slope))));
    }
  }

  private double[][] matrix(int rows, int columns) {
    double[][] numbers = new double[rows][columns];
    for (double[] row : numbers) {
      for (int i = 0; i < columns; i++) {
        row[i] = random.nextDouble(-1, 1);
      }
    }
    return numbers;
  }

  private NDArray tensor(double[]... rows) {
    float[] flat = new float[rows.length * rows[0].length];
    for (int i = 0; i < flat.length; i++) {
      flat[i] = (float) rows[i / rows[0].length][i % rows[0].length];
    }
    return rows.length == 1
        ? scope.floats(flat, flat.length)
        : scope.floats(flat, rows.length, rows[0].length);
  }
}
