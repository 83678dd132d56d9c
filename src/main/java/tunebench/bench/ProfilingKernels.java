package tunebench.bench;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tunebench.tensor.Kernels;
import tunebench.tensor.Matrix;

/**
 * Kernels that wait for the device after each operation and add up the time by kind. The waiting
 * itself costs some microseconds an operation, so the sum is above the time of a run.
 */
public final class ProfilingKernels {
  private final Kernels inner;
  private final Map<String, long[]> nanoseconds = new LinkedHashMap<>();

  public ProfilingKernels(Kernels inner) {
    this.inner = inner;
  }

  /** What an operation took: how often, and seconds in all. */
  public record Cost(String kind, long times, double seconds) {}

  /** The kernels to run on. */
  public Kernels kernels() {
    return (Kernels)
        Proxy.newProxyInstance(
            Kernels.class.getClassLoader(), new Class<?>[] {Kernels.class}, this::timed);
  }

  private Object timed(Object proxy, Method method, Object... args) throws Throwable {
    // A question is one to the host.
    return method.getReturnType() == boolean.class ? ask(method, args) : timed(method, args);
  }

  private Object timed(Method method, Object... args) throws Throwable {
    inner.finish();
    long start = System.nanoTime();
    try {
      Object result = ask(method, args);
      inner.finish();
      return result;
    } finally {
      long[] cell = nanoseconds.computeIfAbsent(kind(method, args), key -> new long[2]);
      cell[0]++;
      cell[1] += System.nanoTime() - start;
    }
  }

  private Object ask(Method method, Object... args) throws Throwable {
    try {
      return method.invoke(inner, args);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /** A product's kind names its sizes: result rows x columns x summed. */
  private static String kind(Method method, Object... args) {
    return switch (method.getName()) {
      case "product" -> {
        Matrix a = (Matrix) args[0];
        yield sized("product", (Matrix) args[6], (boolean) args[1] ? a.rows() : a.columns());
      }
      case "blockProduct" ->
          sized("product of blocks", (Matrix) args[2], ((Matrix) args[0]).columns());
      default -> method.getName();
    };
  }

  private static String sized(String kind, Matrix result, int inner) {
    return "%s %d x %d x %d".formatted(kind, result.rows(), result.columns(), inner);
  }

  /** Forgets what was measured so far. */
  public void reset() {
    nanoseconds.clear();
  }

  /** The costs, the largest first. */
  public List<Cost> costs() {
    return nanoseconds.entrySet().stream()
        .map(e -> new Cost(e.getKey(), e.getValue()[0], e.getValue()[1] / 1e9))
        .sorted(Comparator.comparingDouble(Cost::seconds).reversed())
        .toList();
  }
}
