package tunebench.format;

import static tunebench.format.BlockDecoder.bits;
import static tunebench.format.BlockDecoder.half;

/**
 * Q4_K and Q5_K: super-blocks of 256 weights in 8 groups of 32, each with a 6-bit scale and a 6-bit
 * minimum; {@code d scale code - dmin min}. Both begin with d, dmin and 12 bytes of scales. Two
 * groups share 32 bytes of codes, one in the low and one in the high halves. Layouts: ggml-common.h
 * and ggml-quants.c of <a href="https://github.com/ggml-org/llama.cpp">llama.cpp</a>.
 */
final class MiddleKBlocks {
  private static final int WEIGHTS = 256;
  private static final int SCALES = 4;

  private MiddleKBlocks() {}

  static void decodeQ4(byte[] in, int at, int blocks, float[] out, int to) {
    for (int b = 0, p = at, o = to; b < blocks; b++, p += 144, o += WEIGHTS) {
      for (int group = 0; group < 8; group++) {
        float scale = half(in, p) * scale(in, p + SCALES, group);
        float minimum = half(in, p + 2) * minimum(in, p + SCALES, group);
        for (int i = 0; i < 32; i++) {
          int code = bits(in[p + 16 + 32 * (group / 2) + i], 4 * (group % 2), 4);
          out[o + 32 * group + i] = scale * code - minimum;
        }
      }
    }
  }

  /**
   * As Q4_K with 32 bytes before the codes: bit g of byte i is the fifth bit of weight i of group
   * g.
   */
  static void decodeQ5(byte[] in, int at, int blocks, float[] out, int to) {
    for (int b = 0, p = at, o = to; b < blocks; b++, p += 176, o += WEIGHTS) {
      for (int group = 0; group < 8; group++) {
        float scale = half(in, p) * scale(in, p + SCALES, group);
        float minimum = half(in, p + 2) * minimum(in, p + SCALES, group);
        for (int i = 0; i < 32; i++) {
          int code = bits(in[p + 48 + 32 * (group / 2) + i], 4 * (group % 2), 4);
          int fifth = bits(in[p + 16 + i], group, 1);
          out[o + 32 * group + i] = scale * (code | (fifth << 4)) - minimum;
        }
      }
    }
  }

  /** Groups 0 to 3 have 6 bits in a byte; the others' upper two bits ride on top of those. */
  private static int scale(byte[] in, int scales, int group) {
    return group < 4
        ? bits(in[scales + group], 0, 6)
        : bits(in[scales + 4 + group], 0, 4) | (bits(in[scales + group - 4], 6, 2) << 4);
  }

  private static int minimum(byte[] in, int scales, int group) {
    return group < 4
        ? bits(in[scales + 4 + group], 0, 6)
        : bits(in[scales + 4 + group], 4, 4) | (bits(in[scales + group], 6, 2) << 4);
  }
}
