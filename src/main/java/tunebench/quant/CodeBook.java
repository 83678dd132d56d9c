package tunebench.quant;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The values that 4-bit codes stand for, in code order, within [-1, 1]. A weight is stored as the
 * code of the value nearest to weight / absmax of its block of 64.
 */
public enum CodeBook {
  /**
   * 4-bit NormalFloat: quantiles of the normal distribution, with an exact zero (Dettmers et al.
   * 2023, QLoRA).
   */
  NF4,
  /**
   * 4-bit float with two exponent bits and one mantissa bit, scaled so that the largest value is 1.
   */
  FP4;

  /** Weights that share one scale. */
  public static final int BLOCK = 64;

  /** Scales that share one second scale under double quantization. */
  public static final int NESTED_BLOCK = 256;

  /** The 16 values in code order. */
  public float[] levels() {
    return switch (this) {
      case NF4 ->
          new float[] {
            -1.0f, -0.6961928f, -0.52507305f, -0.3949175f,
            -0.28444138f, -0.18477343f, -0.091050036f, 0.0f,
            0.0795803f, 0.1609302f, 0.2461123f, 0.33791524f,
            0.44070983f, 0.562617f, 0.72295684f, 1.0f
          };
      case FP4 ->
          new float[] {
            0.0f, 0.0052083335f, 0.6666667f, 1.0f, 0.33333334f, 0.5f, 0.16666667f, 0.25f,
            0.0f, -0.0052083335f, -0.6666667f, -1.0f, -0.33333334f, -0.5f, -0.16666667f, -0.25f
          };
    };
  }

  /**
   * Codes by ascending value. The two zeros of FP4 keep bitsandbytes' order: 0 at or below zero, 8
   * above.
   */
  static int[] ascending(float[] levels) {
    return IntStream.range(0, levels.length)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer code) -> levels[code]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** The 15 midpoints between neighbouring values. */
  static float[] midpoints(float[] levels) {
    int[] order = ascending(levels);
    float[] result = new float[order.length - 1];
    for (int i = 0; i < result.length; i++) {
      result[i] = (levels[order[i]] + levels[order[i + 1]]) / 2;
    }
    return result;
  }

  /** Both values of each byte, high nibble first: [256, 2] row by row. */
  static float[] pairs(float[] levels) {
    float[] result = new float[512];
    for (int b = 0; b < 256; b++) {
      result[2 * b] = levels[b >> 4];
      result[2 * b + 1] = levels[b & 15];
    }
    return result;
  }

  /**
   * The 256 values of the signed dynamic 8-bit type that holds scales under double quantization
   * (Dettmers et al. 2022): per power of ten, evenly spaced fractions, with twice as many at each
   * larger power.
   */
  static float[] dynamic8() {
    float[] result = new float[256];
    int at = 0;
    for (int i = 0; i < 7; i++) {
      int fractions = 1 << i;
      float power = (float) Math.pow(10, i - 6);
      for (int f = 0; f < fractions; f++) {
        float low = evenly(f, fractions);
        float high = evenly(f + 1, fractions);
        float value = power * ((low + high) / 2);
        result[at++] = value;
        result[at++] = -value;
      }
    }
    result[at++] = 0;
    result[at] = 1;
    Arrays.sort(result);
    return result;
  }

  /**
   * Point {@code i} of n + 1 even ones from 0.1 to 1, rounded as PyTorch's float32 linspace rounds:
   * from the nearer end.
   */
  private static float evenly(int i, int n) {
    float step = (1f - 0.1f) / n;
    return i < (n + 1) / 2 ? Math.fma(step, i, 0.1f) : Math.fma(-step, n - i, 1f);
  }
}
