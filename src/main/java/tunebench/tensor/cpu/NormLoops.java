package tunebench.tensor.cpu;

import org.jspecify.annotations.Nullable;

/**
 * The root-mean-square norm (Zhang and Sennrich 2019) of groups of columns, and its gradient.
 *
 * @param weight [width]
 * @param eps added to the mean of squares
 */
@SuppressWarnings("ArrayRecordComponent")
record NormLoops(float[] weight, double eps) {

  /** y = norm(x); copy also gets x. */
  void forward(Rows x, Rows y, @Nullable Rows copy, int from, int to) {
    int n = x.columns();
    Scratch s = Scratch.of(n);
    for (int row = from; row < to; row++) {
      x.read(row, s.x, s);
      if (copy != null) {
        copy.write(row, s.x, s);
      }
      for (int at = 0; at < n; at += weight.length) {
        norm(s.x, at, root(s.x, at), s.x);
      }
      y.write(row, s.x, s);
    }
  }

  private float root(float[] x, int at) {
    float mean = Vectors.products(x, x, at, at + weight.length) / weight.length;
    return (float) (1 / Math.sqrt(mean + eps));
  }

  private void norm(float[] x, int at, float root, float[] y) {
    for (int i = 0; i < weight.length; i++) {
      y[at + i] = x[at + i] * root * weight[i];
    }
  }

  /** dx = the gradient, or dx += that; y also gets the norm. */
  void backward(Rows x, Rows dy, Rows dx, boolean add, @Nullable Rows y, int from, int to) {
    int n = x.columns();
    Scratch s = Scratch.of(n);
    for (int row = from; row < to; row++) {
      x.read(row, s.x, s);
      dy.read(row, s.y, s);
      if (add) {
        dx.read(row, s.z, s);
      } else {
        java.util.Arrays.fill(s.z, 0, n, 0);
      }
      for (int at = 0; at < n; at += weight.length) {
        float root = root(s.x, at);
        weigh(s.y, at);
        float mean = Vectors.products(s.x, s.y, at, at + weight.length) * root / weight.length;
        addGradient(s.x, s.y, at, root, mean, s.z);
        if (y != null) {
          norm(s.x, at, root, s.x);
        }
      }
      dx.write(row, s.z, s);
      if (y != null) {
        y.write(row, s.x, s);
      }
    }
  }

  private void weigh(float[] dy, int at) {
    for (int i = 0; i < weight.length; i++) {
      dy[at + i] *= weight[i];
    }
  }

  /** dx += root * (up - x * root * mean), where mean is that of up * x * root. */
  private void addGradient(float[] x, float[] up, int at, float root, float mean, float[] dx) {
    float share = root * mean;
    for (int i = at; i < at + weight.length; i++) {
      dx[i] += (up[i] - x[i] * share) * root;
    }
  }
}
