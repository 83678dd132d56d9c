package tunebench.format;

import static tunebench.format.BlockDecoder.bits;
import static tunebench.format.BlockDecoder.half;

/**
 * Q2_K and Q3_K: super-blocks of 256 weights in 16 groups of 16. The 2-bit codes of four groups of
 * 32 lie over each other in the same 32 bytes, at shifts 0, 2, 4 and 6. Layouts: ggml-common.h and
 * ggml-quants.c of <a href="https://github.com/ggml-org/llama.cpp">llama.cpp</a>.
 */
final class LowKBlocks {
  private static final int WEIGHTS = 256;

  private LowKBlocks() {}

  /** 16 bytes of 4-bit scale and minimum, 64 of codes, d, dmin: {@code d scale code - dmin min}. */
  static void decodeQ2(byte[] in, int at, int blocks, float[] out, int to) {
    for (int b = 0, p = at, o = to; b < blocks; b++, p += 84, o += WEIGHTS) {
      float d = half(in, p + 80);
      float dmin = half(in, p + 82);
      for (int group = 0; group < 16; group++) {
        int packed = in[p + group] & 0xff;
        float scale = d * (packed & 15);
        float minimum = dmin * (packed >> 4);
        for (int i = 0; i < 16; i++) {
          out[o + 16 * group + i] = scale * lowBits(in, p + 16, group, i) - minimum;
        }
      }
    }
  }

  /**
   * 32 bytes of third bits, 64 of codes, 12 of 6-bit scales, d: {@code d (scale - 32) (code - 4)},
   * where a third bit that is set takes the place of the 4.
   */
  static void decodeQ3(byte[] in, int at, int blocks, float[] out, int to) {
    for (int b = 0, p = at, o = to; b < blocks; b++, p += 110, o += WEIGHTS) {
      float d = half(in, p + 108);
      for (int group = 0; group < 16; group++) {
        float scale = d * (scaleQ3(in, p + 96, group) - 32);
        for (int i = 0; i < 16; i++) {
          int third = bits(in[p + 16 * (group % 2) + i], group / 2, 1);
          int code = lowBits(in, p + 32, group, i) - (third == 0 ? 4 : 0);
          out[o + 16 * group + i] = scale * code;
        }
      }
    }
  }

  /** Two bits of weight {@code i} of a group: half a block has 8 groups in 32 bytes. */
  private static int lowBits(byte[] in, int codes, int group, int i) {
    int place = codes + 32 * (group / 8) + 16 * (group % 2) + i;
    return bits(in[place], 2 * (group % 8 / 2), 2);
  }

  /** Low halves of the scales 0 to 7 and 8 to 15 share 8 bytes; the upper two bits fill 4 more. */
  private static int scaleQ3(byte[] in, int scales, int group) {
    int low = bits(in[scales + group % 8], 4 * (group / 8), 4);
    int high = bits(in[scales + 8 + group % 4], 2 * (group / 4), 2);
    return low | (high << 4);
  }
}
