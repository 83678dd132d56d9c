package tunebench.format;

/**
 * The two 16-bit float formats, to and from 32 bits. A bfloat16 is the upper half of a float32; a
 * float16 is IEEE 754 binary16. Rounding is to nearest, ties to even, as PyTorch rounds.
 */
public final class HalfFloats {
  private HalfFloats() {}

  /** The value of bfloat16 bits; exact. */
  public static float fromBf16(short bits) {
    return Float.intBitsToFloat(bits << 16);
  }

  /** The bfloat16 nearest to a value; any NaN becomes the quiet NaN {@code 0x7fc0}. */
  public static short toBf16(float value) {
    if (Float.isNaN(value)) {
      return 0x7fc0;
    }
    int bits = Float.floatToRawIntBits(value);
    int half = 0x7fff + ((bits >>> 16) & 1);
    return (short) ((bits + half) >>> 16);
  }

  /** The value of binary16 bits; exact. */
  public static float fromF16(short bits) {
    return Float.float16ToFloat(bits);
  }

  /** The binary16 nearest to a value; beyond 65504 it becomes infinite. */
  public static short toF16(float value) {
    return Float.floatToFloat16(value);
  }
}
