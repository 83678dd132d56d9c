package tunebench.bench;

import ai.djl.ndarray.NDArray;
import tunebench.tensor.Dtype;
import tunebench.tensor.Kernels;
import tunebench.tensor.Matrix;
import tunebench.tensor.Scope;

/** The cross entropy of logits [n, vocabulary] and its gradient. */
record LossChecks(KernelPair pair) {
  private static final double WEIGHT = 0.25;

  void run() {
    crossEntropy(3, 1000);
    crossEntropy(48, 128_256);
  }

  private void crossEntropy(int n, int vocabulary) {
    Scope scope = pair.scope();
    Matrix logits = Matrix.of(scope.floats(pair.numbers(n * vocabulary, 3), n, vocabulary));
    Matrix labels = Matrix.flat(scope.longs(pair.random().longs(n, 0, vocabulary).toArray(), n));
    pair.compare(
        "crossEntropy gradient",
        n,
        vocabulary,
        vocabulary,
        (k, y) -> {
          try (Scope step = scope.child()) {
            k.crossEntropy(logits, labels, WEIGHT, Matrix.flat(step.zeros(Dtype.FLOAT32, n)), y);
          }
        });
    pair.add(
        "crossEntropy",
        n + " x " + vocabulary,
        losses(pair.tested(), logits, labels),
        losses(pair.reference(), logits, labels));
  }

  private float[] losses(Kernels kernels, Matrix logits, Matrix labels) {
    NDArray each = pair.scope().zeros(Dtype.FLOAT32, logits.rows());
    kernels.crossEntropy(logits, labels, WEIGHT, Matrix.flat(each), null);
    return each.toFloatArray();
  }
}
