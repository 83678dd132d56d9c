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

  /** Below it an exponential is nothing beside 1. */
  private static final float LEAST = -80;

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

  /**
   * The sum of x times y, from an index to before another, as eight that do not wait for each
   * other.
   */
  static float products(float[] x, float[] y, int from, int to) {
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    float e = 0;
    float f = 0;
    float g = 0;
    float h = 0;
    int i = from;
    for (; i <= to - 8; i += 8) {
      a += x[i] * y[i];
      b += x[i + 1] * y[i + 1];
      c += x[i + 2] * y[i + 2];
      d += x[i + 3] * y[i + 3];
      e += x[i + 4] * y[i + 4];
      f += x[i + 5] * y[i + 5];
      g += x[i + 6] * y[i + 6];
      h += x[i + 7] * y[i + 7];
    }
    for (; i < to; i++) {
      a += x[i] * y[i];
    }
    return a + b + (c + d) + (e + f + (g + h));
  }

  /** The sum of squares, likewise. */
  static float squares(float[] x, int n) {
    return products(x, x, 0, n);
  }

  /** The sum, as eight that do not wait for each other. */
  static float sum(float[] x, int n) {
    float[] sums = new float[8];
    int i = 0;
    for (; i <= n - 8; i += 8) {
      for (int j = 0; j < 8; j++) {
        sums[j] += x[i + j];
      }
    }
    for (; i < n; i++) {
      sums[0] += x[i];
    }
    return sums[0] + sums[1] + (sums[2] + sums[3]) + (sums[4] + sums[5] + (sums[6] + sums[7]));
  }

  /** The largest. */
  static float most(float[] x, int n) {
    float most = x[0];
    for (int i = 1; i < n; i++) {
      most = Math.max(most, x[i]);
    }
    return most;
  }

  /** most = the larger of both. */
  static void larger(float[] x, float[] most, int n) {
    for (int i = 0; i < n; i++) {
      most[i] = Math.max(most[i], x[i]);
    }
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

  /** x = its nearest whole number of steps, halves to even. */
  static void toSteps(float[] x, float factor, float step, int n) {
    for (int i = 0; i < n; i++) {
      x[i] = (x[i] * factor + ROUND - ROUND) * step;
    }
  }

  /** gate = silu(gate * factor) * up * factor, where silu(x) = x / (1 + e^-x), to 1e-5. */
  static void gate(float[] gate, float[] up, float factor, int n) {
    for (int i = 0; i < n; i++) {
      float x = gate[i] * factor;
      float e = exp(Math.min(Math.max(-x, -FAR), FAR));
      gate[i] = x / (1 + e) * (up[i] * factor);
    }
  }

  /** d = act's gradient by its input, and up = that by the other factor; act(x) = silu(x). */
  static void gateBack(float[] gate, float[] up, float[] d, int n) {
    for (int i = 0; i < n; i++) {
      float x = gate[i];
      float e = exp(Math.min(Math.max(-x, -FAR), FAR));
      float logistic = 1 / (1 + e);
      float act = x * logistic;
      gate[i] = d[i] * up[i] * (logistic + act * (1 - logistic));
      up[i] = d[i] * act;
    }
  }

  /** The exponential, as the 32nd power of that of a 32nd, by Taylor's series. */
  private static float exp(float x) {
    float t = x * SHARE;
    float e = Math.fma(t, 1 / 120f, 1 / 24f);
    e = Math.fma(t, e, 1 / 6f);
    e = Math.fma(t, e, 1 / 2f);
    e = Math.fma(t, e, 1);
    e = Math.fma(t, e, 1);
    e *= e;
    e *= e;
    e *= e;
    e *= e;
    return e * e;
  }

  /** x = e^(x - shift), which is at most 1, to 2e-6 of it where it is not next to nothing. */
  static void exp(float[] x, float[] shift, int n) {
    for (int i = 0; i < n; i++) {
      x[i] = exp(Math.max(x[i] - shift[i], LEAST));
    }
  }

  /** The same with one shift. */
  static void exp(float[] x, float shift, int n) {
    for (int i = 0; i < n; i++) {
      x[i] = exp(Math.max(x[i] - shift, LEAST));
    }
  }

  /** dy = weight * (dy - inner): the gradient of a softmax by its inputs. */
  static void change(float[] weight, float[] dy, float[] inner, int n) {
    for (int i = 0; i < n; i++) {
      dy[i] = weight[i] * (dy[i] - inner[i]);
    }
  }

  /**
   * The bits of float32 numbers from those of bfloat16, two by two: the compiler makes vectors of
   * loops over whole numbers of 32 and 64 bits, and not of those between 16 bits and 32.
   *
   * @param n pairs
   */
  static void widen(int[] narrow, long[] bits, int n) {
    for (int i = 0; i < n; i++) {
      long pair = narrow[i];
      bits[i] = ((pair & 0xffff_0000L) << 32) | ((pair & 0xffffL) << 16);
    }
  }

  /** The bits of the nearest bfloat16 numbers, halves to even; a NaN's must not be all ones. */
  static void narrow(long[] bits, int[] narrow, int n) {
    for (int i = 0; i < n; i++) {
      long pair = bits[i];
      long sum = pair + 0x0000_7fff_0000_7fffL + ((pair >>> 16) & 0x0000_0001_0000_0001L);
      narrow[i] = (int) (((sum >>> 16) & 0xffffL) | ((sum >>> 32) & 0xffff_0000L));
    }
  }
}
