package tunebench.track;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Looks at the machine now and then, under the names that W&B's own pages use. */
public final class MachineLoad implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(MachineLoad.class.getName());

  /** What a device says of itself. */
  @FunctionalInterface
  public interface Device {
    /** Figures by name, such as {@code gpu.0.memoryAllocatedBytes}. */
    Map<String, Double> now();
  }

  private final Device device;
  private final Consumer<TrackRecord> listener;
  private final long everyMillis;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("track-machine").factory());

  MachineLoad(Device device, long everyMillis, Consumer<TrackRecord> listener) {
    this.device = device;
    this.listener = listener;
    this.everyMillis = everyMillis;
  }

  /** Looks at once, so that the shortest run has a line, and then now and then. */
  void start() {
    look();
    var _ =
        clock.scheduleWithFixedDelay(this::look, everyMillis, everyMillis, TimeUnit.MILLISECONDS);
  }

  private void look() {
    try {
      var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
      double total = system.getTotalMemorySize();
      double used = total - system.getFreeMemorySize();
      Map<String, Double> values = new LinkedHashMap<>();
      values.put("system.cpu", 100 * Math.max(0, system.getCpuLoad()));
      values.put("system.memory_percent", 100 * used / total);
      device.now().forEach((name, value) -> values.put("system." + name, value));
      listener.accept(new TrackRecord.Machine(Instant.now(), values));
    } catch (RuntimeException e) {
      // A figure that cannot be had is no reason to end anything.
      LOG.log(Level.FINE, "the machine's load is not known", e);
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
