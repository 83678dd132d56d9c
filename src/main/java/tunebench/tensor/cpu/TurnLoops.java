package tunebench.tensor.cpu;

import java.lang.foreign.ValueLayout;
import tunebench.tensor.Kernels;
import tunebench.tensor.Matrix;

/**
 * Rotary positions (Su et al. 2021) in the half-split layout.
 *
 * @param headDim numbers of a head
 * @param turning how many of them turn
 */
record TurnLoops(int headDim, int turning) {

  /** y = x turned by each row's position, or back. */
  void turn(
      Rows x, Rows y, Matrix positions, Kernels.Angles angles, boolean back, int from, int to) {
    int n = x.columns();
    Rows numbers = Rows.of(positions);
    Rows cosines = Rows.of(angles.cosines());
    Rows sines = Rows.of(angles.sines());
    Scratch s = Scratch.of(Math.max(n, cosines.columns()));
    for (int row = from; row < to; row++) {
      int at = numbers.memory().get(ValueLayout.JAVA_INT_UNALIGNED, (long) row * Integer.BYTES);
      x.read(row, s.x, s);
      if (turning > 0) {
        cosines.read(at, s.y, s);
        sines.read(at, s.z, s);
        if (back) {
          Vectors.scale(s.z, -1, turning / 2);
        }
        for (int head = 0; head < n; head += headDim) {
          turn(s.x, head, s.y, s.z);
        }
      }
      y.write(row, s.x, s);
    }
  }

  private void turn(float[] x, int head, float[] cosines, float[] sines) {
    int half = turning / 2;
    for (int i = 0; i < half; i++) {
      float low = x[head + i];
      float high = x[head + half + i];
      x[head + i] = low * cosines[i] - high * sines[i];
      x[head + half + i] = high * cosines[i] + low * sines[i];
    }
  }
}
