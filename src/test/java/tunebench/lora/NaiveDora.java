package tunebench.lora;

/**
 * DoRA written out in double precision, the oracle of the tests: y = m / |V| * V x + bias, with |V|
 * held where it was when {@link #fixNorms} was called.
 */
final class NaiveDora {
  final double[][] weight;
  final double[] bias;
  final double[][] a;
  final double[][] b;
  final double[] magnitudes;
  final double scaling;
  private final double[] norms;

  NaiveDora(
      double[][] weight,
      double[] bias,
      double[][] a,
      double[][] b,
      double[] magnitudes,
      double scaling) {
    this.weight = weight;
    this.bias = bias;
    this.a = a;
    this.b = b;
    this.magnitudes = magnitudes;
    this.scaling = scaling;
    this.norms = new double[weight.length];
    fixNorms();
  }

  void fixNorms() {
    for (int o = 0; o < weight.length; o++) {
      double sum = 0;
      for (int i = 0; i < weight[o].length; i++) {
        sum += v(o, i) * v(o, i);
      }
      norms[o] = Math.sqrt(sum);
    }
  }

  /** One number of V = W + scaling * B A. */
  double v(int o, int i) {
    double change = 0;
    for (int r = 0; r < a.length; r++) {
      change += b[o][r] * a[r][i];
    }
    return weight[o][i] + scaling * change;
  }

  /** One output of one input vector. */
  double y(double[] x, int o) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += v(o, i) * x[i];
    }
    return magnitudes[o] / norms[o] * sum + bias[o];
  }

  /** The sum of all outputs times {@code upstream}. */
  double loss(double[][] x, double[][] upstream) {
    double sum = 0;
    for (int row = 0; row < x.length; row++) {
      for (int o = 0; o < weight.length; o++) {
        sum += upstream[row][o] * y(x[row], o);
      }
    }
    return sum;
  }
}
