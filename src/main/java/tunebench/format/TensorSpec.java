package tunebench.format;

import java.util.Arrays;
import java.util.List;

/** What a tensor will be, before it has a place in a file: its name, type and shape. */
public record TensorSpec(String name, DType dtype, List<Long> shape) {
  public TensorSpec {
    shape = List.copyOf(shape);
  }

  public static TensorSpec of(String name, DType dtype, long... shape) {
    return new TensorSpec(name, dtype, Arrays.stream(shape).boxed().toList());
  }

  /** Bytes of the whole tensor. */
  public long length() {
    return dtype.bytesOf(shape);
  }
}
