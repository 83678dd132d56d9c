package tunebench.fused;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import tunebench.tensor.Kernels;

/** Libtorch's kernels, but that they take weights in blocks with few rows, by the dense twin. */
final class TakingKernels {
  private final Kernels inner = Kernels.torch();
  private final int most;
  private int products;

  /**
   * Sets up.
   *
   * @param most rows
   */
  TakingKernels(int most) {
    this.most = most;
  }

  Kernels kernels() {
    return (Kernels)
        Proxy.newProxyInstance(
            Kernels.class.getClassLoader(), new Class<?>[] {Kernels.class}, this::call);
  }

  /** How many products were taken so since this was asked last. */
  int products() {
    int made = products;
    products = 0;
    return made;
  }

  private Object call(Object proxy, Method method, Object... arguments) throws Throwable {
    if (method.getName().equals("takesBlocks")) {
      return (int) arguments[0] <= most;
    }
    if (method.getName().equals("blockProduct")) {
      products++;
    }
    try {
      return method.invoke(inner, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
