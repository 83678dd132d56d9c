package tunebench.tensor;

import ai.djl.Device;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Watches the device memory that this process takes, on a thread of its own: peaks are shorter than
 * a step. On a CPU that is what native code holds, on a GPU what the driver has given out.
 */
public final class MemoryMeter implements AutoCloseable {
  /** Looks at most so often. */
  private static final long SHORTEST_NANOS = 1_000_000;

  /** The C library's heap is locked while it is counted, so that may take one part in so many. */
  private static final long SHARE = 100;

  private final Device device;
  private final long base;
  private final AtomicLong most = new AtomicLong();
  private final Thread thread;
  private volatile boolean closed;
  private volatile long last;

  private MemoryMeter(Device device, long base) {
    this.device = device;
    this.base = base;
    this.thread = Thread.ofPlatform().daemon().name("memory-meter").start(this::watch);
  }

  /** Begins; what is held now does not count. */
  public static MemoryMeter start(Device device) {
    return new MemoryMeter(device, used(device));
  }

  /** Bytes that are held now: by this process on a CPU, by all processes on a GPU. */
  static long used(Device device) {
    if (device.isGpu()) {
      return DeviceMemory.of(device).used();
    }
    long heap = NativeHeap.inUse();
    return heap >= 0 ? heap : DeviceMemory.main().used();
  }

  private void watch() {
    while (!closed) {
      long start = System.nanoTime();
      now();
      long cost = System.nanoTime() - start;
      LockSupport.parkNanos(Math.max(SHORTEST_NANOS, SHARE * cost));
    }
  }

  /** Bytes above those at the start, when it was looked last; asks nobody. */
  public long last() {
    return last;
  }

  /** Bytes above those at the start. */
  public long now() {
    long held = Math.max(0, used(device) - base);
    last = held;
    most.accumulateAndGet(held, Math::max);
    return held;
  }

  /** Forgets the peak; the base stays. */
  public void restart() {
    most.set(0);
    now();
  }

  /** The most that was seen. */
  public long peak() {
    return most.get();
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
