package tunebench.tensor.cpu;

/**
 * Loops over the first {@code n} numbers of an array. Each does one simple thing: Java's compiler
 * makes vectors of such loops, and of sums and of more involved ones it does not.
 */
final class Vectors {
  /** Adding it rounds a number below 2^22 to a whole one, halves to even. */
  private static final float ROUND = 12_582_912f;

  /** Beyond it a logistic function is 0 or 1 to the last bit that 8-bit codes tell apart. */
  private static final float FAR = 20;

  private static final float SHARE = 1f / 32;

  private Vectors() {}

  /** x *= factor. */
  static void scale(float[] x, float factor, int n) {
    for (int i = 0; i < n; i++) {
      x[i] *= factor;
    }
  }

  /** y += x. */
  static void add(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] += x[i];
    }
  }

  /** x = x * factor * weight. */
  static void scale(float[] x, float factor, float[] weight, int n) {
    for (int i = 0; i < n; i++) {
      x[i] = x[i] * factor * weight[i];
    }
  }

  /** y = x * a + turned * b. */
  static void turn(float[] x, float[] a, float[] turned, float[] b, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = x[i] * a[i] + turned[i] * b[i];
    }
  }

  /** The sum of squares, as eight sums that do not wait for each other. */
  static float squares(float[] x, int n) {
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    float e = 0;
    float f = 0;
    float g = 0;
    float h = 0;
    int i = 0;
    for (; i <= n - 8; i += 8) {
      a += x[i] * x[i];
      b += x[i + 1] * x[i + 1];
      c += x[i + 2] * x[i + 2];
      d += x[i + 3] * x[i + 3];
      e += x[i + 4] * x[i + 4];
      f += x[i + 5] * x[i + 5];
      g += x[i + 6] * x[i + 6];
      h += x[i + 7] * x[i + 7];
    }
    for (; i < n; i++) {
      a += x[i] * x[i];
    }
    return a + b + (c + d) + (e + f + (g + h));
  }

  /** The largest magnitude, found among the numbers' bits without their signs; a NaN is larger. */
  static float largest(int[] bits, int n) {
    int most = 0;
    for (int i = 0; i < n; i++) {
      most = Math.max(most, bits[i] & 0x7fff_ffff);
    }
    return Float.intBitsToFloat(most);
  }

  /** most = the larger of both, number by number; bits of magnitudes order as those do. */
  static void largest(int[] bits, int[] most, int n) {
    for (int i = 0; i < n; i++) {
      most[i] = Math.max(most[i], bits[i] & 0x7fff_ffff);
    }
  }

  /** codes = x * factor as the nearest whole numbers, halves to even. */
  static void round(float[] x, float factor, byte[] codes, int n) {
    for (int i = 0; i < n; i++) {
      codes[i] = (byte) (int) (x[i] * factor + ROUND - ROUND);
    }
  }

  /**
   * gate = silu(gate * factor) * up * factor, where silu(x) = x / (1 + e^-x). The exponential is
   * the 32nd power of that of a 32nd, by Taylor's series; silu comes within 1e-5.
   */
  static void gate(float[] gate, float[] up, float factor, int n) {
    for (int i = 0; i < n; i++) {
      float x = gate[i] * factor;
      float t = Math.min(Math.max(x, -FAR), FAR) * -SHARE;
      float e = Math.fma(t, 1 / 24f, 1 / 6f);
      e = Math.fma(t, e, 1 / 2f);
      e = Math.fma(t, e, 1);
      e = Math.fma(t, e, 1);
      e *= e;
      e *= e;
      e *= e;
      e *= e;
      e *= e;
      gate[i] = x / (1 + e) * (up[i] * factor);
    }
  }

  /** The bits of float32 numbers from those of bfloat16. */
  static void widen(short[] narrow, int[] bits, int n) {
    for (int i = 0; i < n; i++) {
      bits[i] = narrow[i] * 65_536;
    }
  }

  /** The bits of the nearest bfloat16 numbers, halves to even; a NaN's must not be all ones. */
  static void narrow(int[] bits, short[] narrow, int n) {
    for (int i = 0; i < n; i++) {
      int x = bits[i];
      bits[i] = x + 0x7fff + (x >>> 16 & 1);
    }
    for (int i = 0; i < n; i++) {
      narrow[i] = (short) (bits[i] >> 16);
    }
  }
}
