package tunebench.format;

/** Turns floats into blocks of a GGUF tensor, with the rounding of ggml's reference. */
interface BlockEncoder {
  /**
   * Encodes whole blocks that follow each other.
   *
   * @param in floats; the first is at {@code at}
   * @param out bytes; the first block begins at {@code to}
   */
  void encode(float[] in, int at, int blocks, byte[] out, int to);

  /** Writes a float16, little-endian. */
  static void half(float value, byte[] out, int to) {
    sixteen(HalfFloats.toF16(value), out, to);
  }

  /** Writes 16 bits, little-endian. */
  static void sixteen(short bits, byte[] out, int to) {
    out[to] = (byte) bits;
    out[to + 1] = (byte) (bits >>> 8);
  }
}
