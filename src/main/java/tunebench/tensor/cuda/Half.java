package tunebench.tensor.cuda;

import org.jspecify.annotations.Nullable;
import tunebench.tensor.Dtype;

/** The 16-bit float that the first GPU computes in. */
public final class Half {
  /** Tensor cores know bfloat16 from here on. */
  private static final int AMPERE = 80;

  private static @Nullable Dtype known;

  private Half() {}

  /** Bfloat16 where the card multiplies it, else float16. */
  public static synchronized Dtype of() {
    Dtype found = known;
    if (found == null) {
      found = of(new CudaContext(0).capability());
      known = found;
    }
    return found;
  }

  /** The same for a compute capability such as 75 for 7.5. */
  static Dtype of(int capability) {
    return capability >= AMPERE ? Dtype.BFLOAT16 : Dtype.FLOAT16;
  }
}
