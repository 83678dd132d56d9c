package tunebench.tensor;

import ai.djl.ndarray.NDArray;

/** Multiplies square matrices for about a second: whether a device works, and how fast. */
public final class MatmulTrial {
  private static final int SIZE = 1024;
  private static final long NANOS = 1_000_000_000;
  private static final int ROUND = 4;

  private MatmulTrial() {}

  /** Billions of additions and multiplications per second. */
  public static double gigaflops(Devices device) {
    Script script =
        Script.of(
            """
              def product(self: __torch__.M, a: Tensor, b: Tensor) -> Tensor:
                return torch.matmul(a, b)
            """);
    try (Scope scope = Scope.on(device.device())) {
      NDArray a = Tensors.plusOne(scope, scope.zeros(Dtype.FLOAT32, SIZE, SIZE));
      run(scope, script, a);
      long start = System.nanoTime();
      long products = 0;
      while (System.nanoTime() - start < NANOS) {
        run(scope, script, a);
        products += ROUND;
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      return 2.0 * SIZE * SIZE * SIZE * products / seconds / 1e9;
    }
  }

  /** A few products; reading one value waits until the device is done with them. */
  private static void run(Scope parent, Script script, NDArray a) {
    try (Scope scope = parent.child()) {
      NDArray last = a;
      for (int i = 0; i < ROUND; i++) {
        last = script.one(scope, "product", a, a);
      }
      float corner = last.getFloat(0, 0);
      if (corner != SIZE) {
        throw new IllegalStateException(
            "The device multiplies wrongly: %s instead of %d.".formatted(corner, SIZE));
      }
    }
  }
}
