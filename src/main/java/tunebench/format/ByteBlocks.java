package tunebench.format;

/** Q8_0: blocks of 32 weights, a float16 scale d and 32 signed bytes; {@code code d}. */
final class ByteBlocks {
  private static final int WEIGHTS = 32;
  private static final int BYTES = 34;

  private ByteBlocks() {}

  static void decodeQ80(byte[] in, int at, int blocks, float[] out, int to) {
    for (int b = 0; b < blocks; b++) {
      int p = at + b * BYTES;
      float d = BlockDecoder.half(in, p);
      for (int j = 0; j < WEIGHTS; j++) {
        out[to + b * WEIGHTS + j] = in[p + 2 + j] * d;
      }
    }
  }

  /**
   * Codes are rounded to nearest, ties away from zero, against the scale before its own rounding.
   */
  static void encodeQ80(float[] in, int at, int blocks, byte[] out, int to) {
    for (int b = 0; b < blocks; b++) {
      int i = at + b * WEIGHTS;
      int p = to + b * BYTES;
      float largest = 0;
      for (int j = 0; j < WEIGHTS; j++) {
        largest = Math.max(largest, Math.abs(in[i + j]));
      }
      float d = largest / 127;
      float inverse = d == 0 ? 0 : 1 / d;
      BlockEncoder.half(d, out, p);
      for (int j = 0; j < WEIGHTS; j++) {
        out[p + 2 + j] = (byte) roundAwayFromZero(in[i + j] * inverse);
      }
    }
  }

  /** In double, where adding one half to a float of this size is exact. */
  private static int roundAwayFromZero(float x) {
    return (int) (x + Math.copySign(0.5, x));
  }
}
