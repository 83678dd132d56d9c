package tunebench.format;

import java.util.Arrays;
import java.util.List;

/** What a tensor of a new GGUF file will be: its name, type and shape, slowest dimension first. */
public record GgufSpec(String name, GgufType type, List<Long> shape) {
  public GgufSpec {
    shape = List.copyOf(shape);
    if (shape.isEmpty() || shape.getLast() % type.blockWeights() != 0) {
      throw new IllegalArgumentException(
          "rows of %s in %s do not fill blocks of %s".formatted(shape, name, type));
    }
  }

  public static GgufSpec of(String name, GgufType type, long... shape) {
    return new GgufSpec(name, type, Arrays.stream(shape).boxed().toList());
  }

  /** Bytes of the whole tensor. */
  public long length() {
    return type.bytesOf(shape.stream().reduce(1L, Math::multiplyExact));
  }
}
