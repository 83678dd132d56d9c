package tunebench.eval;

/**
 * The oracle of Ridge: the normal equations of the dense matrix with a column of ones, whose weight
 * is not penalised, solved by Cholesky's method.
 */
final class DenseRidge {
  private DenseRidge() {}

  /** The weights, the constant last. */
  static double[] fit(double[][] x, double[] y, double lambda) {
    int width = x[0].length + 1;
    double[][] normal = new double[width][width];
    double[] right = new double[width];
    for (int r = 0; r < x.length; r++) {
      for (int i = 0; i < width; i++) {
        double xi = i < width - 1 ? x[r][i] : 1;
        right[i] += xi * y[r];
        for (int j = 0; j < width; j++) {
          normal[i][j] += xi * (j < width - 1 ? x[r][j] : 1);
        }
      }
    }
    for (int i = 0; i < width - 1; i++) {
      normal[i][i] += lambda;
    }
    return solve(normal, right);
  }

  private static double[] solve(double[][] a, double[] b) {
    int n = b.length;
    double[][] l = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = a[i][j];
        for (int k = 0; k < j; k++) {
          sum -= l[i][k] * l[j][k];
        }
        l[i][j] = i == j ? Math.sqrt(sum) : sum / l[j][j];
      }
    }
    double[] x = b.clone();
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < i; k++) {
        x[i] -= l[i][k] * x[k];
      }
      x[i] /= l[i][i];
    }
    for (int i = n - 1; i >= 0; i--) {
      for (int k = i + 1; k < n; k++) {
        x[i] -= l[k][i] * x[k];
      }
      x[i] /= l[i][i];
    }
    return x;
  }
}
