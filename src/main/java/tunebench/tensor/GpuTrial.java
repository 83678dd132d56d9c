package tunebench.tensor;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import org.jspecify.annotations.Nullable;

/** Lets the GPU add once: a driver and a build for GPUs do not yet make one that works. */
final class GpuTrial {
  private static @Nullable String fault;

  private GpuTrial() {}

  /** What went wrong, "" if nothing did; tried once. */
  static synchronized String fault() {
    String known = fault;
    if (known == null) {
      known = tried();
      fault = known;
    }
    return known;
  }

  private static String tried() {
    try (Scope scope = Scope.on(Device.gpu())) {
      NDArray one = Tensors.plusOne(scope, scope.zeros(Dtype.FLOAT32, 1));
      float value = one.getFloat(0);
      return value == 1 ? "" : "0 + 1 gave " + value;
    } catch (EngineException | IllegalArgumentException e) {
      return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
  }
}
