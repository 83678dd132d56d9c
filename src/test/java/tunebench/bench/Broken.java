package tunebench.bench;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import tunebench.tensor.Kernels;

/** Kernels of which one operation is wrong. */
final class Broken {
  private Broken() {}

  /** Does an operation in its wrong way. */
  interface Way {
    Object act(Object... arguments) throws ReflectiveOperationException;
  }

  /** Kernels that are sound but for the operation of that name. */
  static Kernels kernels(Kernels sound, String operation, Way way) {
    return (Kernels)
        Proxy.newProxyInstance(
            Kernels.class.getClassLoader(),
            new Class<?>[] {Kernels.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals(operation)) {
                return way.act(arguments == null ? new Object[0] : arguments);
              }
              try {
                return method.invoke(sound, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
