package tunebench.format;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The tensor types of GGUF that Tunebench reads, with ggml's numbers for them: rows are made of
 * blocks of a fixed number of weights in a fixed number of bytes (<a
 * href="https://github.com/ggml-org/ggml/blob/master/docs/gguf.md">gguf.md</a>, ggml_type).
 */
public enum GgufType {
  F32(0, 1, 4, FloatBlocks::decodeF32, FloatBlocks::encodeF32),
  F16(1, 1, 2, FloatBlocks::decodeF16, FloatBlocks::encodeF16),
  Q4_0(2, 32, 18, NibbleBlocks::decodeQ40, NibbleBlocks::encodeQ40),
  Q4_1(3, 32, 20, NibbleBlocks::decodeQ41, null),
  Q5_0(6, 32, 22, NibbleBlocks::decodeQ50, null),
  Q5_1(7, 32, 24, NibbleBlocks::decodeQ51, null),
  Q8_0(8, 32, 34, ByteBlocks::decodeQ80, ByteBlocks::encodeQ80),
  Q2_K(10, 256, 84, LowKBlocks::decodeQ2, null),
  Q3_K(11, 256, 110, LowKBlocks::decodeQ3, null),
  Q4_K(12, 256, 144, MiddleKBlocks::decodeQ4, null),
  Q5_K(13, 256, 176, MiddleKBlocks::decodeQ5, null),
  Q6_K(14, 256, 210, HighKBlocks::decodeQ6, null),
  IQ4_NL(20, 32, 18, NibbleBlocks::decodeIq4Nl, null),
  BF16(30, 1, 2, FloatBlocks::decodeBf16, FloatBlocks::encodeBf16);

  private final int number;
  private final int weights;
  private final int bytes;

  @SuppressWarnings("ImmutableEnumChecker") // a reference to a static method
  private final BlockDecoder decoder;

  @SuppressWarnings("ImmutableEnumChecker") // a reference to a static method
  private final @Nullable BlockEncoder encoder;

  GgufType(
      int number, int weights, int bytes, BlockDecoder decoder, @Nullable BlockEncoder encoder) {
    this.number = number;
    this.weights = weights;
    this.bytes = bytes;
    this.decoder = decoder;
    this.encoder = encoder;
  }

  /** The type's number in the file. */
  public int number() {
    return number;
  }

  /** Weights in a block; a row's length is a multiple of it. */
  public int blockWeights() {
    return weights;
  }

  /** Bytes of a block. */
  public int blockBytes() {
    return bytes;
  }

  /** Bytes of so many weights, which must fill whole blocks. */
  public long bytesOf(long count) {
    return Math.multiplyExact(count / weights, (long) bytes);
  }

  /**
   * llama.cpp's number for a file that is mostly of this type (llama_ftype): the metadata key
   * {@code general.file_type}.
   *
   * @throws IllegalArgumentException if Tunebench only reads the type
   */
  int fileType() {
    return switch (this) {
      case F32 -> 0;
      case F16 -> 1;
      case Q4_0 -> 2;
      case Q8_0 -> 7;
      case BF16 -> 32;
      default -> throw new IllegalArgumentException(this + " can be read, not written");
    };
  }

  BlockDecoder decoder() {
    return decoder;
  }

  /**
   * The writer of this type.
   *
   * @throws IllegalArgumentException if Tunebench only reads the type
   */
  BlockEncoder encoder() {
    if (encoder == null) {
      throw new IllegalArgumentException(this + " can be read, not written");
    }
    return encoder;
  }

  /** The type with this number in the file. */
  public static Optional<GgufType> numbered(int number) {
    for (GgufType type : values()) {
      if (type.number == number) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
