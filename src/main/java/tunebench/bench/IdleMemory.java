package tunebench.bench;

import tunebench.tensor.DeviceMemory;
import tunebench.tensor.Devices;
import tunebench.tensor.Scope;

/** What a device has in use while nothing of ours is on it. */
public final class IdleMemory {
  private IdleMemory() {}

  /** Bytes in use before a model is opened, the device's context included. */
  public static long of(Devices chosen) {
    // The context comes with the first work.
    try (Scope scope = Scope.on(chosen.device())) {
      scope.floats(new float[] {1}, 1).toFloatArray();
    }
    DeviceMemory.release(chosen.device());
    return DeviceMemory.of(chosen.device()).used();
  }
}
