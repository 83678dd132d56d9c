package tunebench.format;

import static tunebench.format.BlockDecoder.bits;
import static tunebench.format.BlockDecoder.half;

/**
 * Blocks of 32 weights in 4 or 5 bits with one scale: Q4_0, Q4_1, Q5_0, Q5_1 and IQ4_NL. Byte j
 * holds weight j in its low and weight j + 16 in its high half; in the 5-bit formats bit j of a
 * 32-bit word is weight j's fifth. Layouts: ggml-common.h and ggml-quants.c of <a
 * href="https://github.com/ggml-org/llama.cpp">llama.cpp</a>.
 */
final class NibbleBlocks {
  private static final int HALF = 16;

  /** What a code of IQ4_NL stands for, before the scale: ggml's kvalues_iq4nl. */
  private static final byte[] NON_LINEAR = {
    -127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113
  };

  private NibbleBlocks() {}

  /** d, 16 bytes of codes: {@code (code - 8) d}. */
  static void decodeQ40(byte[] in, int at, int blocks, float[] out, int to) {
    for (int b = 0, p = at, o = to; b < blocks; b++, p += 18, o += 32) {
      float d = half(in, p);
      for (int j = 0; j < HALF; j++) {
        int codes = in[p + 2 + j] & 0xff;
        out[o + j] = ((codes & 15) - 8) * d;
        out[o + j + HALF] = ((codes >> 4) - 8) * d;
      }
    }
  }

  /** d, m, 16 bytes of codes: {@code code d + m}. */
  static void decodeQ41(byte[] in, int at, int blocks, float[] out, int to) {
    for (int b = 0, p = at, o = to; b < blocks; b++, p += 20, o += 32) {
      float d = half(in, p);
      float m = half(in, p + 2);
      for (int j = 0; j < HALF; j++) {
        int codes = in[p + 4 + j] & 0xff;
        out[o + j] = (codes & 15) * d + m;
        out[o + j + HALF] = (codes >> 4) * d + m;
      }
    }
  }

  /** d, 32 fifth bits, 16 bytes of codes: {@code (code - 16) d}. */
  static void decodeQ50(byte[] in, int at, int blocks, float[] out, int to) {
    for (int b = 0, p = at, o = to; b < blocks; b++, p += 22, o += 32) {
      float d = half(in, p);
      for (int j = 0; j < HALF; j++) {
        int codes = in[p + 6 + j] & 0xff;
        out[o + j] = (((codes & 15) | fifth(in, p + 2, j)) - 16) * d;
        out[o + j + HALF] = (((codes >> 4) | fifth(in, p + 2, j + HALF)) - 16) * d;
      }
    }
  }

  /** d, m, 32 fifth bits, 16 bytes of codes: {@code code d + m}. */
  static void decodeQ51(byte[] in, int at, int blocks, float[] out, int to) {
    for (int b = 0, p = at, o = to; b < blocks; b++, p += 24, o += 32) {
      float d = half(in, p);
      float m = half(in, p + 2);
      for (int j = 0; j < HALF; j++) {
        int codes = in[p + 8 + j] & 0xff;
        out[o + j] = ((codes & 15) | fifth(in, p + 4, j)) * d + m;
        out[o + j + HALF] = ((codes >> 4) | fifth(in, p + 4, j + HALF)) * d + m;
      }
    }
  }

  /** d, 16 bytes of codes into a table of 16 uneven steps: {@code table[code] d}. */
  static void decodeIq4Nl(byte[] in, int at, int blocks, float[] out, int to) {
    for (int b = 0, p = at, o = to; b < blocks; b++, p += 18, o += 32) {
      float d = half(in, p);
      for (int j = 0; j < HALF; j++) {
        int codes = in[p + 2 + j] & 0xff;
        out[o + j] = d * NON_LINEAR[codes & 15];
        out[o + j + HALF] = d * NON_LINEAR[codes >> 4];
      }
    }
  }

  /** The value with the largest magnitude becomes code 0, exactly -8 steps. */
  static void encodeQ40(float[] in, int at, int blocks, byte[] out, int to) {
    for (int b = 0, i = at, p = to; b < blocks; b++, i += 32, p += 18) {
      float extreme = 0;
      for (int j = 0; j < 32; j++) {
        extreme = Math.abs(in[i + j]) > Math.abs(extreme) ? in[i + j] : extreme;
      }
      float d = extreme / -8;
      float inverse = d == 0 ? 0 : 1 / d;
      BlockEncoder.half(d, out, p);
      for (int j = 0; j < HALF; j++) {
        int low = Math.min(15, (byte) (in[i + j] * inverse + 8.5f));
        int high = Math.min(15, (byte) (in[i + j + HALF] * inverse + 8.5f));
        out[p + 2 + j] = (byte) (low | (high << 4));
      }
    }
  }

  private static int fifth(byte[] in, int word, int j) {
    return bits(in[word + j / 8], j % 8, 1) << 4;
  }
}
