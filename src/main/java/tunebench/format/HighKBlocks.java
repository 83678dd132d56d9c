package tunebench.format;

import static tunebench.format.BlockDecoder.bits;
import static tunebench.format.BlockDecoder.half;

/**
 * Q6_K: super-blocks of 256 weights in 16 groups of 16 with signed 8-bit scales; {@code d scale
 * (code - 32)}. 128 bytes of low halves, 64 of upper pairs of bits, 16 scales, d. Layout:
 * ggml-common.h and ggml-quants.c of <a href="https://github.com/ggml-org/llama.cpp">llama.cpp</a>.
 */
final class HighKBlocks {
  private static final int WEIGHTS = 256;
  private static final int BYTES = 210;
  private static final int UPPER = 128;
  private static final int SCALES = 192;
  private static final int D = 208;

  private HighKBlocks() {}

  static void decodeQ6(byte[] in, int at, int blocks, float[] out, int to) {
    for (int b = 0, p = at, o = to; b < blocks; b++, p += BYTES, o += WEIGHTS) {
      float d = half(in, p + D);
      for (int run = 0; run < 8; run++) {
        // Each half of the block has 4 runs of 32 weights: two in low halves, two in high ones.
        int lower = p + 64 * (run / 4) + 32 * (run % 2);
        int upper = p + UPPER + 32 * (run / 4);
        for (int i = 0; i < 32; i++) {
          int code =
              bits(in[lower + i], 4 * (run % 4 / 2), 4)
                  | (bits(in[upper + i], 2 * (run % 4), 2) << 4);
          float scale = d * in[p + SCALES + 2 * run + i / 16];
          out[o + 32 * run + i] = scale * (code - 32);
        }
      }
    }
  }
}
