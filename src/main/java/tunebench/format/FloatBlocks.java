package tunebench.format;

/** The formats that are plain floats: a block is one element. */
final class FloatBlocks {
  private FloatBlocks() {}

  static void decodeF32(byte[] in, int at, int blocks, float[] out, int to) {
    for (int i = 0; i < blocks; i++) {
      int low = BlockDecoder.sixteen(in, at + 4 * i) & 0xffff;
      int high = BlockDecoder.sixteen(in, at + 4 * i + 2);
      out[to + i] = Float.intBitsToFloat(low | (high << 16));
    }
  }

  static void decodeF16(byte[] in, int at, int blocks, float[] out, int to) {
    for (int i = 0; i < blocks; i++) {
      out[to + i] = BlockDecoder.half(in, at + 2 * i);
    }
  }

  static void decodeBf16(byte[] in, int at, int blocks, float[] out, int to) {
    for (int i = 0; i < blocks; i++) {
      out[to + i] = HalfFloats.fromBf16(BlockDecoder.sixteen(in, at + 2 * i));
    }
  }

  static void encodeF32(float[] in, int at, int blocks, byte[] out, int to) {
    for (int i = 0; i < blocks; i++) {
      int bits = Float.floatToRawIntBits(in[at + i]);
      BlockEncoder.sixteen((short) bits, out, to + 4 * i);
      BlockEncoder.sixteen((short) (bits >>> 16), out, to + 4 * i + 2);
    }
  }

  static void encodeF16(float[] in, int at, int blocks, byte[] out, int to) {
    for (int i = 0; i < blocks; i++) {
      BlockEncoder.half(in[at + i], out, to + 2 * i);
    }
  }

  static void encodeBf16(float[] in, int at, int blocks, byte[] out, int to) {
    for (int i = 0; i < blocks; i++) {
      BlockEncoder.sixteen(HalfFloats.toBf16(in[at + i]), out, to + 2 * i);
    }
  }
}
