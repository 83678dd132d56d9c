package tunebench.bench;

import tunebench.fused.Packed;
import tunebench.fused.PassMode;
import tunebench.fused.TrainPass;
import tunebench.tensor.Scope;

/**
 * Whether the host keeps ahead of the device: while it does, launching kernels costs nothing, and
 * recording them as a graph would win nothing.
 *
 * @param asked seconds until the host has asked for a pass
 * @param done seconds until the device has done it
 */
public record Pace(Timing asked, Timing done) {
  private static final int WARM = 3;
  private static final int ROUNDS = 9;

  /** Measures forward and backward pass of one batch. */
  static Pace of(Scope scope, TrainPass pass, Packed packed, long[] labels) {
    double[] asked = new double[ROUNDS];
    double[] done = new double[ROUNDS];
    for (int round = -WARM; round < ROUNDS; round++) {
      try (Scope step = scope.child()) {
        long start = System.nanoTime();
        var losses = pass.run(step, packed, labels, 1, new PassMode(1, true, true));
        double host = (System.nanoTime() - start) / 1e9;
        if (Float.isNaN(losses.toFloatArray()[0])) {
          throw new IllegalStateException("the loss is NaN; nothing was measured");
        }
        if (round >= 0) {
          asked[round] = host;
          done[round] = (System.nanoTime() - start) / 1e9;
        }
      }
    }
    return new Pace(Timing.of(asked), Timing.of(done));
  }
}
