package tunebench.eval;

import java.util.Arrays;
import java.util.List;

/**
 * A matrix of few non-zero values, row by row (compressed sparse rows), whose columns are taken as
 * centred: every product below is with X - 1 m', m the column means, without ever storing it.
 */
final class SparseRows {
  /** The non-zero values of one row and their columns, ascending. */
  static final class Row {
    private final int[] columns;
    private final double[] values;

    Row(int[] columns, double[] values) {
      this.columns = columns;
      this.values = values;
    }

    int[] columns() {
      return columns.clone();
    }

    double[] values() {
      return values.clone();
    }

    double dot(double[] vector) {
      double sum = 0;
      for (int i = 0; i < columns.length; i++) {
        sum += values[i] * vector[columns[i]];
      }
      return sum;
    }
  }

  private final List<Row> rows;
  private final double[] means;

  SparseRows(List<Row> rows, int columns) {
    this.rows = rows;
    this.means = new double[columns];
    double[] sums = new double[columns];
    for (Row row : rows) {
      addTo(sums, row, 1);
    }
    Arrays.setAll(means, c -> sums[c] / rows.size());
  }

  int height() {
    return rows.size();
  }

  /** The column means m. */
  double[] means() {
    return means.clone();
  }

  /** (X - 1 m') v; v is as long as a row. */
  double[] times(double[] v) {
    double shift = 0;
    for (int c = 0; c < means.length; c++) {
      shift += means[c] * v[c];
    }
    double[] product = new double[rows.size()];
    for (int r = 0; r < product.length; r++) {
      product[r] = rows.get(r).dot(v) - shift;
    }
    return product;
  }

  /** (X - 1 m')' u; u is as long as a column. */
  double[] transposedTimes(double[] u) {
    double[] product = new double[means.length];
    double sum = 0;
    for (int r = 0; r < u.length; r++) {
      addTo(product, rows.get(r), u[r]);
      sum += u[r];
    }
    for (int c = 0; c < product.length; c++) {
      product[c] -= sum * means[c];
    }
    return product;
  }

  private static void addTo(double[] target, Row row, double factor) {
    for (int i = 0; i < row.columns.length; i++) {
      target[row.columns[i]] += factor * row.values[i];
    }
  }
}
