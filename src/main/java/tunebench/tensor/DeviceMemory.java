package tunebench.tensor;

import ai.djl.Device;
import ai.djl.pytorch.jni.JniUtils;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A device's memory now, in bytes.
 *
 * @param total that it has
 * @param free that no process holds
 * @param used that this process holds; on a GPU all that any process holds
 */
public record DeviceMemory(long total, long free, long used) {
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
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Gives what freed arrays left in PyTorch's and the C library's keeping back to the system. */
  public static void release(Device device) {
    if (device.isGpu()) {
      JniUtils.emptyCudaCache();
    } else {
      NativeHeap.trim();
    }
  }
}
