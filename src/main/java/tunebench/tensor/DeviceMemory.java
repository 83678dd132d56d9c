package tunebench.tensor;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A device's memory now, in bytes.
 *
 * @param total that it has
 * @param free that no process holds
 * @param used that this process holds; on a GPU all that any process holds
 */
public record DeviceMemory(long total, long free, long used) {
  private static final Logger LOG = Logger.getLogger(DeviceMemory.class.getName());
  private static final Path INFO = Path.of("/proc/meminfo");
  private static final Path SELF = Path.of("/proc/self/status");

  /** Of the device that work runs on. */
  public static DeviceMemory of(Device device) {
    return device.isGpu() ? gpu(device.getDeviceId()) : main();
  }

  private static DeviceMemory gpu(int number) {
    long[] freeAndTotal = CudaMemory.freeAndTotal(number);
    return new DeviceMemory(freeAndTotal[1], freeAndTotal[0], freeAndTotal[1] - freeAndTotal[0]);
  }

  /** The machine's own memory. */
  public static DeviceMemory main() {
    if (!Files.isReadable(INFO)) {
      var system =
          (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
      long total = system.getTotalMemorySize();
      return new DeviceMemory(
          total, system.getFreeMemorySize(), system.getCommittedVirtualMemorySize());
    }
    return new DeviceMemory(
        kilobytes(INFO, "MemTotal:"), kilobytes(INFO, "MemAvailable:"), kilobytes(SELF, "VmRSS:"));
  }

  private static long kilobytes(Path file, String key) {
    try {
      List<String> lines = Files.readAllLines(file);
      return lines.stream()
              .filter(line -> line.startsWith(key))
              .map(line -> line.replaceAll("\\D", ""))
              .mapToLong(Long::parseLong)
              .findFirst()
              .orElse(0)
          * 1024;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Gives what freed arrays left in PyTorch's and the C library's keeping back to the system. */
  public static void release(Device device) {
    if (!device.isGpu()) {
      NativeHeap.trim();
      return;
    }
    long before = of(device).free;
    JniUtils.emptyCudaCache();
    DeviceMemory after = of(device);
    if (after.free <= before && !System.getProperty("os.name").startsWith("Windows")) {
      askTooMuch(device, after.total);
    }
  }

  /**
   * Asks for all memory that the device has. Some builds of DJL's bridge do not hand emptyCudaCache
   * on; but before PyTorch's allocator refuses anything, it gives back all that it keeps unused.
   * (Windows lends main memory instead of refusing.)
   */
  private static void askTooMuch(Device device, long total) {
    try (Scope scope = Scope.on(device)) {
      NDArray all = Tensors.empty(scope, Dtype.UINT8, 1, total);
      LOG.log(Level.FINE, "The device gave {0} bytes at once.", all.size());
    } catch (EngineException e) {
      LOG.log(Level.FINE, "The device gave back what was unused.", e);
    }
  }
}
