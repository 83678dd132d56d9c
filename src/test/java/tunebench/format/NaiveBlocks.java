package tunebench.format;

import java.math.BigInteger;

/**
 * The block formats once more, written from ggml-common.h's structs and comments: one weight at a
 * time, every field as a run of bits of the block taken for one little-endian number. Slow, and
 * without anything in common with the decoders it judges.
 */
final class NaiveBlocks {
  private static final int[] IQ4_NL = {
    -127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113
  };

  private final BigInteger block;

  private NaiveBlocks(byte[] bytes) {
    byte[] bigEndian = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      bigEndian[bytes.length - 1 - i] = bytes[i];
    }
    block = new BigInteger(1, bigEndian);
  }

  /** Weight {@code e} of a block. */
  static float weight(GgufType type, byte[] block, int e) {
    NaiveBlocks b = new NaiveBlocks(block);
    return switch (type) {
      case F32 -> Float.intBitsToFloat((int) b.bits(0, 32));
      case F16 -> b.half(0);
      case BF16 -> Float.intBitsToFloat((int) (b.bits(0, 16) << 16));
      case Q4_0 -> (b.nibble(2, e) - 8) * b.half(0);
      case Q4_1 -> b.nibble(4, e) * b.half(0) + b.half(2);
      case Q5_0 -> (b.nibble(6, e) + 16 * b.bit(2, e) - 16) * b.half(0);
      case Q5_1 -> (b.nibble(8, e) + 16 * b.bit(4, e)) * b.half(0) + b.half(2);
      case Q8_0 -> (byte) b.bits(8 * (2 + e), 8) * b.half(0);
      case IQ4_NL -> IQ4_NL[b.nibble(2, e)] * b.half(0);
      case Q2_K -> b.q2(e);
      case Q3_K -> b.q3(e);
      case Q4_K -> b.q4(e);
      case Q5_K -> b.q5(e);
      case Q6_K -> b.q6(e);
    };
  }

  // scales[16] (low half scale, high half min), qs[64], d, dmin
  private float q2(int e) {
    int scale = (int) bits(8 * (e / 16), 4);
    int min = (int) bits(8 * (e / 16) + 4, 4);
    return half(80) * scale * pair(16, e) - half(82) * min;
  }

  // hmask[32], qs[64], scales[12], d
  private float q3(int e) {
    int group = e / 16;
    int[] low = {0, 1, 2, 3, 4, 5, 6, 7, 0, 1, 2, 3, 4, 5, 6, 7};
    int lowBits = (int) bits(8 * (96 + low[group]) + (group < 8 ? 0 : 4), 4);
    int highBits = (int) bits(8 * (104 + group % 4) + 2 * (group / 4), 2);
    int scale = lowBits + 16 * highBits - 32;
    int high = (int) bits(8 * (e % 32) + e / 32, 1);
    return half(108) * scale * (pair(32, e) + 4 * high - 4);
  }

  // d, dmin, scales[12], qs[128]
  private float q4(int e) {
    int q = (int) bits(8 * (16 + 32 * (e / 64) + e % 32) + (e % 64 < 32 ? 0 : 4), 4);
    return half(0) * sixBits(e / 32, 0) * q - half(2) * sixBits(e / 32, 1);
  }

  // d, dmin, scales[12], qh[32], qs[128]
  private float q5(int e) {
    int q = (int) bits(8 * (48 + 32 * (e / 64) + e % 32) + (e % 64 < 32 ? 0 : 4), 4);
    int high = (int) bits(8 * (16 + e % 32) + e / 32, 1);
    return half(0) * sixBits(e / 32, 0) * (q + 16 * high) - half(2) * sixBits(e / 32, 1);
  }

  // ql[128], qh[64], scales[16], d
  private float q6(int e) {
    int inHalf = e % 128;
    int low = (int) bits(8 * (64 * (e / 128) + inHalf % 64) + (inHalf < 64 ? 0 : 4), 4);
    int high = (int) bits(8 * (128 + 32 * (e / 128) + inHalf % 32) + 2 * (inHalf / 32), 2);
    return half(208) * (byte) bits(8 * (192 + e / 16), 8) * (low + 16 * high - 32);
  }

  /** Scale (0) or minimum (1) of a group of Q4_K and Q5_K, whose 12 bytes begin at byte 4. */
  private int sixBits(int group, int which) {
    if (group < 4) {
      return (int) bits(8 * (4 + 4 * which + group), 6);
    }
    int low = (int) bits(8 * (12 + group - 4) + 4 * which, 4);
    int high = (int) bits(8 * (4 + 4 * which + group - 4) + 6, 2);
    return low + 16 * high;
  }

  private int pair(int codes, int e) {
    return (int) bits(8 * (codes + 32 * (e / 128) + e % 32) + 2 * (e % 128 / 32), 2);
  }

  private int nibble(int codes, int e) {
    return (int) bits(8 * (codes + e % 16) + (e < 16 ? 0 : 4), 4);
  }

  private int bit(int word, int e) {
    return (int) bits(8 * word + e, 1);
  }

  private float half(int at) {
    return Float.float16ToFloat((short) bits(8 * at, 16));
  }

  private long bits(int from, int count) {
    return block
        .shiftRight(from)
        .and(BigInteger.ONE.shiftLeft(count).subtract(BigInteger.ONE))
        .longValue();
  }
}
