package tunebench.quant;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The values that 4-bit codes stand for, in code order, within [-1, 1]. A weight is stored as the code of the value nearest to
 * weight / absmax of its block of 64.
 */
public enum CodeBook {
  /** 4-bit NormalFloat: quantiles of the normal distribution, with an exact zero (Dettmers et al. 2023, QLoRA). */
  NF4(
      -1.0, -0.6961928009986877, -0.5250730514526367, -0.39491748809814453, -0.28444138169288635,
      -0.18477343022823334, -0.09105003625154495, 0.0, 0.07958029955625534, 0.16093020141124725,
      0.24611230194568634, 0.33791524171829224, 0.44070982933044434, 0.5626170039176941,
      0.7229568362236023, 1.0),
  /** 4-bit float with two exponent bits and one mantissa bit, scaled so that the largest value is 1. */
  FP4(
      0.0, 0.0052083334, 0.6666667, 1.0, 0.33333334, 0.5, 0.16666667, 0.25,
      -0.0, -0.0052083334, -0.6666667, -1.0, -0.33333334, -0.5, -0.16666667, -0.25);

  /** Weights that share one scale. */
  public static final int BLOCK = 64;

  /** Scales that share one second scale under double quantization. */
  public static final int NESTED_BLOCK = 256;

  private final float[] values;

  CodeBook(double... values) {
    this.values = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      this.values[i] = (float) values[i];
    }
  }

  /** The 16 values in code order. */
  public float[] values() {
    return values.clone();
  }

  /** Codes by ascending value. The two zeros of FP4 keep bitsandbytes' order: 0 at or below zero, 8 above. */
  int[] ascending() {
    return IntStream.range(0, values.length)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer code) -> values[code] + 0.0))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** The 15 midpoints between neighbouring values. */
  float[] midpoints() {
    int[] order = ascending();
    float[] result = new float[order.length - 1];
    for (int i = 0; i < result.length; i++) {
      result[i] = (values[order[i]] + values[order[i + 1]]) / 2;
    }
    return result;
  }

  /** Both values of each byte, high nibble first: [256, 2] row by row. */
  float[] pairs() {
    float[] result = new float[512];
    for (int b = 0; b < 256; b++) {
      result[2 * b] = values[b >> 4];
      result[2 * b + 1] = values[b & 15];
    }
    return result;
  }

  /**
   * The 256 values of the signed dynamic 8-bit type that holds scales under double quantization (Dettmers et al. 2022): per
   * power of ten, evenly spaced fractions, with twice as many at each larger power.
   */
  static float[] dynamic8() {
    float[] result = new float[256];
    int at = 0;
    for (int i = 0; i < 7; i++) {
      int fractions = 1 << i;
      double power = Math.pow(10, i - 6);
      for (int f = 0; f < fractions; f++) {
        float low = evenly(f, fractions);
        float high = evenly(f + 1, fractions);
        float value = (float) (power * ((low + high) / 2));
        result[at++] = value;
        result[at++] = -value;
      }
    }
    result[at++] = 0;
    result[at] = 1;
    Arrays.sort(result);
    return result;
  }

  /** Point {@code i} of n + 1 even ones from 0.1 to 1, rounded as PyTorch's float32 linspace rounds: from the nearer end. */
  private static float evenly(int i, int n) {
    float step = (1f - 0.1f) / n;
    return i < (n + 1) / 2 ? Math.fma(step, i, 0.1f) : Math.fma(-step, n - i, 1f);
  }
}
