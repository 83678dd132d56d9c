package tunebench.tensor;

import java.util.ArrayList;
import java.util.List;

/**
 * A GPU as NVIDIA's driver describes it.
 *
 * @param name such as {@code NVIDIA H100 80GB HBM3}
 */
public record Gpu(String name, DeviceMemory memory) {

  /** All that the driver offers; none without a driver. */
  public static List<Gpu> all() {
    List<Gpu> all = new ArrayList<>();
    for (int i = 0; i < CudaDriver.devices(); i++) {
      long[] freeAndTotal = CudaMemory.freeAndTotal(i);
      all.add(
          new Gpu(
              CudaMemory.name(i),
              new DeviceMemory(
                  freeAndTotal[1], freeAndTotal[0], freeAndTotal[1] - freeAndTotal[0])));
    }
    return all;
  }

  /** The driver's version and the CUDA that it knows, "" without a driver. */
  public static String driver() {
    if (CudaDriver.devices() == 0) {
      return "";
    }
    String version = Nvml.driverVersion();
    String cuda = "CUDA " + CudaMemory.version();
    return version.isEmpty() ? cuda : version + ", " + cuda;
  }
}
