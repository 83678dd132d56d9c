package tunebench.tensor.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Events: places in a stream's order, to wait for and to measure between. */
@SuppressWarnings("restricted") // calling native code is this class's purpose
final class CudaEvents {
  private static final int NOT_READY = 600;

  private final CudaContext context;
  private final MethodHandle create;
  private final MethodHandle record;
  private final MethodHandle await;
  private final MethodHandle elapsed;
  private final MethodHandle destroy;

  CudaEvents(CudaContext context) {
    this.context = context;
    NativeLibrary driver = context.driver();
    this.create = driver.function("cuEventCreate", ADDRESS, JAVA_INT);
    this.record = driver.function("cuEventRecord", ADDRESS, ADDRESS);
    this.await = driver.function("cuStreamWaitEvent", ADDRESS, ADDRESS, JAVA_INT);
    this.elapsed = driver.function("cuEventElapsedTime", ADDRESS, ADDRESS, ADDRESS);
    this.destroy = driver.function("cuEventDestroy_v2", ADDRESS);
  }

  MemorySegment make() {
    context.enter();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment holder = arena.allocate(ADDRESS);
      NativeLibrary.check((int) create.invokeExact(holder, 0), "cuEventCreate");
      return holder.get(ADDRESS, 0);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  /** Puts an event behind all that a stream was asked for. */
  void record(MemorySegment event, MemorySegment stream) {
    context.enter();
    try {
      NativeLibrary.check((int) record.invokeExact(event, stream), "cuEventRecord");
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  /** Lets what a stream is asked for from now on wait for an event. */
  void await(MemorySegment stream, MemorySegment event) {
    context.enter();
    try {
      NativeLibrary.check((int) await.invokeExact(stream, event, 0), "cuStreamWaitEvent");
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  /** Milliseconds from one event to another; NaN while the device is not there yet. */
  float between(MemorySegment begin, MemorySegment end) {
    context.enter();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment value = arena.allocate(JAVA_FLOAT);
      int code = (int) elapsed.invokeExact(value, begin, end);
      if (code == NOT_READY) {
        return Float.NaN;
      }
      NativeLibrary.check(code, "cuEventElapsedTime");
      return value.get(JAVA_FLOAT, 0);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  void destroy(MemorySegment event) {
    context.enter();
    try {
      NativeLibrary.check((int) destroy.invokeExact(event), "cuEventDestroy");
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  private static RuntimeException failed(Throwable e) {
    return e instanceof CudaException known
        ? known
        : new CudaException("the driver could not be called", e);
  }
}
