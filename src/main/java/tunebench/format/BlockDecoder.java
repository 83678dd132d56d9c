package tunebench.format;

/**
 * Turns blocks of a GGUF tensor into floats, as ggml's reference does, to the bit: products and
 * sums in float32, in ggml's order, never fused.
 */
interface BlockDecoder {
  /**
   * Decodes whole blocks that follow each other.
   *
   * @param in bytes; the first block begins at {@code at}
   * @param out floats; the first goes to {@code to}
   */
  void decode(byte[] in, int at, int blocks, float[] out, int to);

  /** The float16 at a place, little-endian: the scales of every block format are such. */
  static float half(byte[] in, int at) {
    return HalfFloats.fromF16(sixteen(in, at));
  }

  /** 16 bits, little-endian. */
  static short sixteen(byte[] in, int at) {
    return (short) ((in[at] & 0xff) | (in[at + 1] << 8));
  }

  /** The lowest {@code count} bits of a byte after a shift to the right. */
  static int bits(byte value, int shift, int count) {
    return (value >> shift) & ((1 << count) - 1);
  }
}
