package tunebench.nn;

import ai.djl.ndarray.NDArray;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tunebench.tensor.Dtype;

/** Small pieces of TorchScript text that blocks share. */
public final class Emit {
  private Emit() {}

  /** {@code expression} in another dtype; no copy where it has that dtype already. */
  public static String cast(String expression, Dtype dtype) {
    return "torch.to(%s, %d, False, False, None)".formatted(expression, dtype.code());
  }

  /** The name of a frozen tensor, or {@code None}. */
  public static String optional(Code code, @Nullable NDArray tensor) {
    return tensor == null ? "None" : code.frozen(tensor);
  }

  /** A number as TorchScript writes it, exact to the last bit. */
  public static String number(double value) {
    return Double.toString(value).toLowerCase(Locale.ROOT);
  }
}
