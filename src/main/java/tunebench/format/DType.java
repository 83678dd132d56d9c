package tunebench.format;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The element types of a safetensors file that Tunebench reads; the constant's name is the file's
 * own word for it (<a href="https://huggingface.co/docs/safetensors">safetensors format</a>).
 */
public enum DType {
  F64(8),
  F32(4),
  F16(2),
  BF16(2),
  I64(8),
  I32(4),
  I16(2),
  I8(1),
  U8(1),
  BOOL(1);

  private final int bytes;

  DType(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes of one element. */
  public int bytes() {
    return bytes;
  }

  /**
   * Bytes of a whole tensor of this shape; an empty shape is one element.
   *
   * @throws ArithmeticException if the product does not fit a long, even when a later size is 0
   */
  public long bytesOf(List<Long> shape) {
    long count = 1;
    for (long size : shape) {
      count = Math.multiplyExact(count, size);
    }
    return Math.multiplyExact(count, bytes);
  }

  /** The type that the file calls {@code name}, in capitals as the format asks. */
  public static Optional<DType> named(String name) {
    for (DType type : values()) {
      if (type.name().equals(name)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /**
   * The type in the words of {@code config.json} and PyTorch: {@code bfloat16}, {@code float32}.
   */
  public static Optional<DType> ofTorch(String name) {
    return switch (name.toLowerCase(Locale.ROOT).replace("torch.", "")) {
      case "float64", "double" -> Optional.of(F64);
      case "float32", "float" -> Optional.of(F32);
      case "float16", "half" -> Optional.of(F16);
      case "bfloat16" -> Optional.of(BF16);
      default -> Optional.empty();
    };
  }
}
