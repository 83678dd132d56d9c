package tunebench.tensor.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tunebench.tensor.Dtype;
import tunebench.tensor.Scope;
import tunebench.tensor.Torch;

/** Quantization against LLM.int8's written out number by number. */
class ByteRowsTest {
  private static final double THRESHOLD = 6;

  /** What came of some rows. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Found(ByteRows rows, float[] codes, float[] loud, float[] copy) {}

  private static Found quantize(float[] x, int columns, boolean copied, boolean expected) {
    int rows = x.length / columns;
    try (Scope scope = Scope.on(Device.cpu())) {
      NDArray codes = Poisoned.array(scope, Dtype.INT8, rows, columns);
      NDArray copy = Poisoned.array(scope, Dtype.FLOAT32, rows, columns);
      NDArray input = Poisoned.array(scope, x, Dtype.FLOAT32, columns);
      List<NDArray> loud = new ArrayList<>();
      ByteRows found =
          ByteRows.of(
              new PlainRows(Rows.of(input, Dtype.FLOAT32)),
              THRESHOLD,
              Rows.of(codes, Dtype.INT8),
              copied ? Rows.of(copy, Dtype.FLOAT32) : null,
              expected,
              n -> {
                loud.add(Poisoned.array(scope, Dtype.FLOAT32, rows, n));
                return Rows.of(loud.getFirst(), Dtype.FLOAT32);
              });
      return new Found(
          found,
          Poisoned.values(scope, codes),
          loud.isEmpty() ? new float[0] : loud.getFirst().toFloatArray(),
          copy.toFloatArray());
    }
  }

  private static void equalsNaive(float[] x, int columns, Found found) {
    int rows = x.length / columns;
    boolean[] loud = new boolean[columns];
    for (int i = 0; i < x.length; i++) {
      loud[i % columns] |= Math.abs(x[i]) >= THRESHOLD;
    }
    int[] which = IntStream.range(0, columns).filter(i -> loud[i]).toArray();
    assertThat(found.rows().loud()).isEqualTo(which);
    float[] codes = new float[x.length];
    float[] outliers = new float[which.length * rows];
    float[] steps = new float[rows];
    for (int row = 0; row < rows; row++) {
      float largest = 0;
      for (int i = 0; i < columns; i++) {
        largest = loud[i] ? largest : Math.max(largest, Math.abs(x[row * columns + i]));
      }
      float most = largest < 1e-30f ? 1 : largest;
      steps[row] = most / 127;
      for (int i = 0; i < columns; i++) {
        codes[row * columns + i] =
            loud[i] ? 0 : (float) Math.rint(x[row * columns + i] * (1 / most * 127)) + 0f;
      }
      for (int i = 0; i < which.length; i++) {
        outliers[row * which.length + i] = x[row * columns + which[i]] * (1 / steps[row]);
      }
    }
    assertThat(found.codes()).isEqualTo(codes);
    assertThat(found.rows().steps()).isEqualTo(steps);
    assertThat(found.loud()).isEqualTo(outliers);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 64", "3, 7", "40, 257", "5, 704", "2100, 131"})
  void equalsTheNaiveWay(int rows, int columns) {
    Random random = new Random(rows * 31 + columns);
    float[] calm = Poisoned.gaussians(random, rows * columns);
    float[] loud = calm.clone();
    loud[random.nextInt(loud.length)] = -6;
    loud[random.nextInt(loud.length)] = 300;
    int threads = Torch.threads();
    try {
      for (int count : new int[] {1, 3}) {
        Torch.threads(count);
        for (float[] x : List.of(calm, loud)) {
          equalsNaive(x, columns, quantize(x, columns, false, false));
          Found copied = quantize(x, columns, true, false);
          equalsNaive(x, columns, copied);
          assertThat(copied.copy()).isEqualTo(x);
          equalsNaive(x, columns, quantize(x, columns, true, true));
        }
      }
    } finally {
      Torch.threads(threads);
    }
  }

  @Test
  void rowsOfZerosAndOfOutliersAloneHaveCodesOfZero() {
    float[] x = {0, 0, 0, 0, 7, -8, 0, 1e-35f, 0, 0, 0, 0, 9, 0};
    equalsNaive(x, 7, quantize(x, 7, false, false));
    assertThat(quantize(x, 7, false, false).codes()).containsOnly(0);
  }

  @Test
  void aNumberThatIsNoneSpoilsItsRowAlone() {
    float[] x = {1, Float.NaN, 2, 3, 4, 5};
    Found found = quantize(x, 3, false, false);
    assertThat(found.rows().steps()[0]).isNaN();
    assertThat(found.rows().steps()[1]).isEqualTo(5f / 127);
  }

  @Test
  void aFailureInAHelperReachesTheCaller() {
    int threads = Torch.threads();
    Torch.threads(2);
    try {
      org.assertj.core.api.Assertions.assertThatThrownBy(
              () ->
                  Team.rows(
                      1000,
                      1000,
                      (from, to) -> {
                        if (to == 1000) {
                          throw new IllegalArgumentException("the last one");
                        }
                      }))
          .hasRootCauseMessage("the last one");
    } finally {
      Torch.threads(threads);
    }
  }
}
