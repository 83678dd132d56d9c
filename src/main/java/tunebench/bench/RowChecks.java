package tunebench.bench;

import tunebench.tensor.Kernels;
import tunebench.tensor.Kernels.Activation;
import tunebench.tensor.Matrix;

/** Kernels that take each row by itself: norms, gates, sums, dropout, moves and rotations. */
record RowChecks(KernelPair pair) {
  private static final int[][] SIZES = {{1, 64}, {37, 256}, {182, 4096}, {131, 1352}, {5, 9216}};
  private static final int HEAD = 64;
  private static final int POSITIONS = 50;

  void run() {
    for (int[] size : SIZES) {
      rows(size[0], size[1]);
    }
  }

  private void rows(int n, int width) {
    Matrix x = pair.normal(n, width);
    Matrix dy = pair.normal(n, width);
    norms(n, width, x, dy);
    if (width / 2 % 8 == 0) {
      gates(n, width, x);
    }
    sums(n, width, x, dy);
    moves(n, width, x);
    if (width % HEAD == 0) {
      rotations(n, width, x);
    }
  }

  private void norms(int n, int width, Matrix x, Matrix dy) {
    Matrix weight = pair.flat(width);
    pair.compare(
        "rmsNorm",
        n,
        width,
        2 * width,
        (k, y) -> {
          k.rmsNorm(x, weight, 1e-5, width, y.columns(0, width), y.columns(width, width));
        });
    int head = width / 8;
    Matrix headWeight = pair.flat(head);
    if (head % 8 == 0) {
      pair.compare(
          "rmsNorm of heads",
          n,
          width,
          width,
          (k, y) -> {
            k.rmsNorm(x, headWeight, 1e-6, head, y, null);
          });
      pair.compare(
          "rmsNormBackward of heads",
          n,
          width,
          width,
          (k, y) -> {
            k.rmsNormBackward(x, headWeight, 1e-6, head, dy, y, false, null);
          });
    }
    pair.compare(
        "rmsNormBackward",
        n,
        width,
        2 * width,
        (k, y) -> {
          Matrix dx = y.columns(0, width);
          k.copy(x, dx);
          k.rmsNormBackward(x, weight, 1e-5, width, dy, dx, true, y.columns(width, width));
        });
  }

  private void gates(int n, int width, Matrix x) {
    int half = width / 2;
    for (Activation act : Activation.values()) {
      pair.compare("gate " + act, n, width, half, (k, y) -> k.gate(x, act, y));
      Matrix d = pair.normal(n, half);
      pair.compare(
          "gateBackward " + act,
          n,
          width,
          width,
          (k, y) -> {
            k.copy(x, y);
            k.gateBackward(y, act, d);
          });
    }
  }

  private void sums(int n, int width, Matrix x, Matrix dy) {
    pair.compare(
        "add",
        n,
        width,
        width,
        (k, y) -> {
          k.copy(x, y);
          k.add(dy, y);
        });
    Matrix bias = pair.normal(1, width);
    pair.compare(
        "addBias",
        n,
        width,
        width,
        (k, y) -> {
          k.copy(x, y);
          k.addBias(bias, y);
        });
    pair.compare(
        "dropout",
        n,
        width,
        width,
        (k, y) -> {
          k.copy(dy, y);
          k.dropout(x, 0.1, 12345, y, true);
        });
  }

  private void moves(int n, int width, Matrix x) {
    Matrix chosen = Matrix.flat(pair.scope().longs(pair.random().longs(n, 0, n).toArray(), n));
    pair.compare("gather", n, width, width, (k, y) -> k.gather(x, chosen, y));
    Matrix origin = Matrix.flat(pair.scope().ints(pair.random().ints(n, -1, n).toArray(), n));
    pair.compare("scatter", n, width, width, (k, y) -> k.scatter(x, origin, y));
  }

  private void rotations(int n, int width, Matrix x) {
    int[] at = pair.random().ints(n, 0, POSITIONS).toArray();
    Matrix positions = Matrix.flat(pair.scope().ints(at, n));
    for (int turning : new int[] {0, 32, 64}) {
      int columns = Math.max(turning, 2);
      Kernels.Angles angles =
          new Kernels.Angles(pair.angles(POSITIONS, columns), pair.angles(POSITIONS, columns));
      for (boolean back : new boolean[] {false, true}) {
        pair.compare(
            "rotate " + turning,
            n,
            width,
            width,
            (k, y) -> {
              k.rotate(x, y, positions, angles, HEAD, turning, back);
            });
      }
    }
  }
}
