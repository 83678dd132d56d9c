package tunebench.format;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;

/** Decodes and encodes runs of GGUF blocks of any type. */
public final class GgufBlocks {
  private GgufBlocks() {}

  /**
   * The floats of a run of blocks.
   *
   * @param bytes whole blocks of the type, at most 1 GiB
   */
  public static float[] decode(GgufType type, MemorySegment bytes) {
    int blocks = Math.toIntExact(bytes.byteSize() / type.blockBytes());
    float[] out = new float[Math.multiplyExact(blocks, type.blockWeights())];
    type.decoder().decode(bytes.toArray(JAVA_BYTE), 0, blocks, out, 0);
    return out;
  }

  /**
   * The blocks of a run of floats, whose number is a multiple of the type's block.
   *
   * @throws IllegalArgumentException if the type cannot be written
   */
  public static byte[] encode(GgufType type, float[] values) {
    int blocks = values.length / type.blockWeights();
    if (blocks * type.blockWeights() != values.length) {
      throw new IllegalArgumentException(values.length + " values do not fill blocks of " + type);
    }
    byte[] out = new byte[Math.multiplyExact(blocks, type.blockBytes())];
    type.encoder().encode(values, 0, blocks, out, 0);
    return out;
  }
}
