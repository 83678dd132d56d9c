package tunebench.tensor.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tunebench.tensor.Dtype;
import tunebench.tensor.Scope;

/** The rows that are made between two products, against the same in double precision. */
class SourcesTest {
  private static float[] row(RowSource source, int row) {
    Scratch scratch = Scratch.of(source.columns());
    Arrays.fill(scratch.x, Float.NaN);
    Arrays.fill(scratch.y, Float.NaN);
    Arrays.fill(scratch.z, Float.NaN);
    source.read(row, scratch.x, scratch);
    return Arrays.copyOf(scratch.x, source.columns());
  }

  /** Sums of random numbers, and what they come to with steps, bias and an adapter's change. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Product(ByteSums sums, double[] output) {
    static Product of(Scope scope, Random random, int rows, int columns, boolean whole) {
      float[] sums = Poisoned.gaussians(random, rows * columns);
      float[] steps = Poisoned.gaussians(random, rows);
      float[] bias = whole ? Poisoned.gaussians(random, columns) : null;
      float[] change = whole ? Poisoned.gaussians(random, rows * columns) : null;
      double[] output = new double[sums.length];
      for (int i = 0; i < sums.length; i++) {
        output[i] =
            (double) sums[i] * steps[i / columns]
                + (bias == null ? 0 : bias[i % columns])
                + (change == null ? 0 : change[i]);
      }
      return new Product(
          new ByteSums(
              Poisoned.made(scope, sums, columns),
              steps,
              bias,
              change == null ? null : Poisoned.made(scope, change, columns)),
          output);
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "3, 7", "5, 64", "2, 257"})
  void theNormEqualsTheNaiveOneAndTheStreamHasGrown(int rows, int columns) {
    Random random = new Random(columns);
    float[] x = Poisoned.gaussians(random, rows * columns);
    float[] weight = Poisoned.gaussians(random, columns);
    for (boolean whole : new boolean[] {false, true}) {
      try (Scope scope = Scope.on(Device.cpu())) {
        Product change = Product.of(scope, random, rows, columns, whole);
        NDArray stream = Poisoned.array(scope, x, Dtype.FLOAT32, columns);
        RowSource source =
            new NormedRows(Rows.of(stream, Dtype.FLOAT32), change.sums(), weight, 1e-5);
        for (int row = 0; row < rows; row++) {
          double squares = 0;
          for (int i = 0; i < columns; i++) {
            double sum = x[row * columns + i] + change.output()[row * columns + i];
            squares += sum * sum;
          }
          float[] first = row(source, row);
          for (int i = 0; i < columns; i++) {
            double sum = x[row * columns + i] + change.output()[row * columns + i];
            assertThat(first[i])
                .isCloseTo(
                    (float) (sum / Math.sqrt(squares / columns + 1e-5) * weight[i]), within(2e-5f));
            assertThat(stream.toFloatArray()[row * columns + i])
                .isCloseTo((float) sum, within(1e-5f));
          }
          assertThat(row(source.again(), row)).isEqualTo(first);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 64, 131})
  void theGateEqualsTheNaiveOne(int columns) {
    Random random = new Random(columns);
    for (boolean whole : new boolean[] {false, true}) {
      try (Scope scope = Scope.on(Device.cpu())) {
        Product gate = Product.of(scope, random, 3, columns, whole);
        Product up = Product.of(scope, random, 3, columns, whole);
        ByteSums same =
            new ByteSums(
                up.sums().sums(), gate.sums().steps(), up.sums().bias(), up.sums().change());
        double[] ups = new double[3 * columns];
        for (int row = 0; row < 3; row++) {
          float[] read = new float[columns];
          same.read(row, read, new float[columns], Scratch.of(columns));
          for (int i = 0; i < columns; i++) {
            ups[row * columns + i] = read[i];
          }
          float[] found = row(new GatedRows(gate.sums(), same), row);
          for (int i = 0; i < columns; i++) {
            double g = gate.output()[row * columns + i];
            assertThat((double) found[i])
                .isCloseTo(g / (1 + Math.exp(-g)) * ups[row * columns + i], within(2e-5));
          }
        }
      }
    }
  }

  @Test
  void theGateIsRightFarFromZero() {
    float[] gate = {-200, -30, -20, -12, -8, -3, -0f, 3, 8, 12, 20, 30, 200};
    float[] up = new float[gate.length];
    Arrays.fill(up, 1);
    float[] found = gate.clone();
    Vectors.gate(found, up, 1, gate.length);
    for (int i = 0; i < gate.length; i++) {
      double g = gate[i];
      assertThat((double) found[i])
          .isCloseTo(g / (1 + Math.exp(-g)), within(1e-5 * Math.max(1, Math.abs(g) / 10)));
    }
  }

  @Test
  void sumsAreAddedToAStream() {
    Random random = new Random(3);
    try (Scope scope = Scope.on(Device.cpu())) {
      Product change = Product.of(scope, random, 4, 9, true);
      float[] x = Poisoned.gaussians(random, 36);
      NDArray stream = Poisoned.array(scope, x, Dtype.FLOAT32, 9);
      change.sums().addTo(Rows.of(stream, Dtype.FLOAT32));
      for (int i = 0; i < x.length; i++) {
        assertThat((double) stream.toFloatArray()[i])
            .isCloseTo(x[i] + change.output()[i], within(1e-5));
      }
    }
  }

  @Test
  void headsTurnByTheirPositionsAndValuesDoNot() {
    int dim = 6;
    int length = 3;
    Random random = new Random(5);
    float[] angle = Poisoned.gaussians(random, length * dim);
    float[] cos = new float[angle.length];
    float[] sin = new float[angle.length];
    for (int i = 0; i < angle.length; i++) {
      // Both halves of a head have the same angles.
      float a = angle[i - i % dim + i % (dim / 2)];
      cos[i] = (float) Math.cos(a);
      sin[i] = (float) Math.sin(a);
    }
    try (Scope scope = Scope.on(Device.cpu())) {
      Product q = Product.of(scope, random, 6, 2 * dim, true);
      Product k = Product.of(scope, random, 6, dim, false);
      Product v = Product.of(scope, random, 6, dim, false);
      NDArray out = Poisoned.array(scope, Dtype.FLOAT32, 6, 4 * dim);
      Turns.of(dim, 3, cos, sin)
          .write(List.of(q.sums(), k.sums(), v.sums()), length, Rows.of(out, Dtype.FLOAT32));
      float[] found = out.toFloatArray();
      for (int row = 0; row < 6; row++) {
        for (int head = 0; head < 4; head++) {
          Product of = head < 2 ? q : head == 2 ? k : v;
          int from = row * of.sums().columns() + (head < 2 ? head * dim : 0);
          for (int i = 0; i < dim; i++) {
            double x = of.output()[from + i];
            double other = of.output()[from + (i + dim / 2) % dim] * (i < dim / 2 ? -1 : 1);
            int at = row % length * dim + i;
            assertThat((double) found[row * 4 * dim + head * dim + i])
                .isCloseTo(head == 3 ? x : x * cos[at] + other * sin[at], within(1e-5));
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 300})
  void sixteenBitsAreRoundedAsLibtorchRoundsThem(int columns) {
    Random random = new Random(columns);
    float[] x = Poisoned.gaussians(random, 2 * columns);
    x[0] = Float.NEGATIVE_INFINITY;
    x[x.length - 1] = 1 + 1 / 256f; // half way between two
    try (Scope scope = Scope.on(Device.cpu())) {
      NDArray out = Poisoned.array(scope, Dtype.BFLOAT16, 2, columns);
      Rows rows = Rows.of(out, Dtype.BFLOAT16);
      Scratch scratch = Scratch.of(columns);
      float[] again = new float[2 * columns];
      for (int row = 0; row < 2; row++) {
        rows.write(row, Arrays.copyOfRange(x, row * columns, (row + 1) * columns), scratch);
        rows.read(row, scratch.x, scratch);
        System.arraycopy(scratch.x, 0, again, row * columns, columns);
      }
      float[] wanted = Poisoned.values(scope, Poisoned.array(scope, x, Dtype.BFLOAT16, columns));
      assertThat(Poisoned.values(scope, out)).isEqualTo(wanted);
      assertThat(again).isEqualTo(wanted);
    }
  }
}
