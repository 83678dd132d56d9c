package tunebench.fused;

import tunebench.tensor.Dtype;
import tunebench.tensor.Kernels;
import tunebench.tensor.Matrix;
import tunebench.tensor.Scope;
import tunebench.tensor.Tensors;

/**
 * Final norm and output layer, on the hidden states that are asked for alone. A weight in 4-bit
 * blocks is made dense by pieces of rows.
 *
 * @param piece rows of the vocabulary at a time
 */
record FusedOutput(
    Kernels kernels, Pool pool, DenseRoom room, Norm norm, Weight weight, int piece) {

  /** Logits [n, vocabulary] float32 of hidden states [n, hidden]; they belong to {@code scope}. */
  Matrix logits(Scope scope, Matrix hidden) {
    Matrix normed = pool.take(hidden.rows(), hidden.columns());
    norm.forward(hidden, normed, null);
    Matrix logits =
        Matrix.of(Tensors.empty(scope, Dtype.FLOAT32, hidden.rows(), weight.out()), Dtype.FLOAT32);
    for (int from = 0; from < weight.out(); from += piece) {
      int count = Math.min(piece, weight.out() - from);
      kernels.product(normed, false, rows(from, count), true, 1, 0, logits.columns(from, count));
    }
    pool.give(normed);
    return logits;
  }

  /** Writes the gradient of the hidden states. */
  void backward(Matrix hidden, Matrix dLogits, Matrix gradient) {
    Matrix dNormed = pool.take(hidden.rows(), hidden.columns());
    double beta = 0;
    for (int from = 0; from < weight.out(); from += piece) {
      int count = Math.min(piece, weight.out() - from);
      kernels.product(
          dLogits.columns(from, count), false, rows(from, count), false, 1, beta, dNormed);
      beta = 1;
    }
    norm.backward(hidden, dNormed, gradient);
    pool.give(dNormed);
  }

  private Matrix rows(int from, int count) {
    return switch (weight) {
      case Weight.Dense dense -> dense.matrix().rows(from, count);
      case Weight.Blocks blocks -> {
        Matrix whole = room.shaped(count, blocks.in());
        kernels.dequantize(blocks.rows(from, count).blocks(), whole);
        yield whole;
      }
      case Weight.Int8 bytes -> throw new IllegalStateException("no output layer in 8 bits");
    };
  }
}
