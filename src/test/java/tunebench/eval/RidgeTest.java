package tunebench.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RidgeTest {
  @ParameterizedTest
  @CsvSource({"60, 200, 0.03", "60, 200, 10", "200, 60, 0.03", "200, 60, 1"})
  void equalToADenseSolve(int height, int width, double lambda) {
    var random = new SplittableRandom(11);
    List<SparseRows.Row> rows = new ArrayList<>();
    double[][] dense = new double[height][width];
    for (int r = 0; r < height; r++) {
      int[] columns = IntStream.range(0, width).filter(c -> random.nextInt(5) == 0).toArray();
      double[] values = random.doubles(columns.length, 0, 1).toArray();
      for (int i = 0; i < columns.length; i++) {
        dense[r][columns[i]] = values[i];
      }
      rows.add(new SparseRows.Row(columns, values));
    }
    double[] y = random.doubles(height, 0, 7).toArray();

    Ridge ridge = Ridge.fit(new SparseRows(rows, width), y, lambda);

    double[] expected = DenseRidge.fit(dense, y, lambda);
    for (int r = 0; r < height; r++) {
      double value = expected[width];
      for (int c = 0; c < width; c++) {
        value += expected[c] * dense[r][c];
      }
      assertThat(ridge.value(rows.get(r))).isCloseTo(value, Percentage.withPercentage(1e-7));
    }
    assertThat(ridge.constant()).isCloseTo(expected[width], Percentage.withPercentage(1e-7));
  }
}
