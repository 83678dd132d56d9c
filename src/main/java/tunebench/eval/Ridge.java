package tunebench.eval;

import java.util.Arrays;

/**
 * Least squares with an L2 penalty on the weights and none on the constant: it minimises |y - Xw -
 * b|^2 + lambda |w|^2.
 */
final class Ridge {
  /** Relative residual at which the search ends; errors of the solution stay far below 1e-9. */
  private static final double ENOUGH = 1e-13;

  private static final int MOST_STEPS = 5_000;

  private final double[] weights;
  private final double constant;

  private Ridge(double[] weights, double constant) {
    this.weights = weights;
    this.constant = constant;
  }

  /**
   * Solves (Xc Xc' + lambda I) a = y - mean(y) by conjugate gradients, Xc the centred rows; then w
   * = Xc' a. There are as many unknowns as rows, and no matrix is ever built.
   */
  static Ridge fit(SparseRows rows, double[] y, double lambda) {
    double mean = Arrays.stream(y).average().orElseThrow();
    double[] a = new double[rows.height()];
    double[] residual = Arrays.stream(y).map(value -> value - mean).toArray();
    double[] direction = residual.clone();
    double norm = dot(residual, residual);
    double goal = ENOUGH * ENOUGH * norm;
    for (int step = 0; norm > goal && step < MOST_STEPS; step++) {
      double[] image = rows.times(rows.transposedTimes(direction));
      addTo(image, direction, lambda);
      double length = norm / dot(direction, image);
      addTo(a, direction, length);
      addTo(residual, image, -length);
      double next = dot(residual, residual);
      for (int i = 0; i < direction.length; i++) {
        direction[i] = residual[i] + next / norm * direction[i];
      }
      norm = next;
    }
    double[] weights = rows.transposedTimes(a);
    return new Ridge(weights, mean - dot(rows.means(), weights));
  }

  /** b, the value of a row without any word. */
  double constant() {
    return constant;
  }

  /** The fitted value of one row. */
  double value(SparseRows.Row row) {
    return constant + row.dot(weights);
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static void addTo(double[] target, double[] other, double factor) {
    for (int i = 0; i < target.length; i++) {
      target[i] += factor * other[i];
    }
  }
}
