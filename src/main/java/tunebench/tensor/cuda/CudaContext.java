package tunebench.tensor.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.LinkedHashMap;
import java.util.Map;

/** The primary context of a device, which libtorch uses too, and the modules loaded into it. */
@SuppressWarnings("restricted") // calling native code is this class's purpose
final class CudaContext {
  private static final int MAJOR = 75;
  private static final int MINOR = 76;
  private static final int PROCESSORS = 16;

  private final NativeLibrary driver = NativeLibrary.driver();
  private final int device;
  private final MemorySegment context;
  private final MethodHandle setCurrent;
  private final ThreadLocal<Boolean> current = ThreadLocal.withInitial(() -> false);

  CudaContext(int device) {
    this.device = device;
    NativeLibrary.call(driver.function("cuInit", JAVA_INT), "cuInit", 0);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment holder = arena.allocate(ADDRESS);
      NativeLibrary.call(
          driver.function("cuDevicePrimaryCtxRetain", ADDRESS, JAVA_INT),
          "cuDevicePrimaryCtxRetain",
          holder,
          device);
      this.context = holder.get(ADDRESS, 0);
    }
    this.setCurrent = driver.function("cuCtxSetCurrent", ADDRESS);
  }

  NativeLibrary driver() {
    return driver;
  }

  /** Makes the context the calling thread's, once a thread. */
  void enter() {
    if (!current.get()) {
      NativeLibrary.call(setCurrent, "cuCtxSetCurrent", context);
      current.set(true);
    }
  }

  /**
   * The device's compute capability, such as 90 for 9.0; or {@code tunebench.capability} if that is
   * lower, so that what an older card gets can be tried on a newer one.
   */
  int capability() {
    int own = 10 * attribute(MAJOR) + attribute(MINOR);
    return Math.min(own, Integer.getInteger("tunebench.capability", own));
  }

  /** How many streaming multiprocessors the device has. */
  int processors() {
    return attribute(PROCESSORS);
  }

  private int attribute(int number) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment value = arena.allocate(JAVA_INT);
      NativeLibrary.call(
          driver.function("cuDeviceGetAttribute", ADDRESS, JAVA_INT, JAVA_INT),
          "cuDeviceGetAttribute",
          value,
          number,
          device);
      return value.get(JAVA_INT, 0);
    }
  }

  /** Loads machine code and looks up its functions, for as long as the process lives. */
  Map<String, MemorySegment> load(byte[] cubin, String... names) {
    enter();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment holder = arena.allocate(ADDRESS);
      NativeLibrary.call(
          driver.function("cuModuleLoadData", ADDRESS, ADDRESS),
          "cuModuleLoadData",
          holder,
          arena.allocateFrom(ValueLayout.JAVA_BYTE, cubin));
      MemorySegment module = holder.get(ADDRESS, 0);
      MethodHandle get = driver.function("cuModuleGetFunction", ADDRESS, ADDRESS, ADDRESS);
      Map<String, MemorySegment> functions = new LinkedHashMap<>();
      for (String name : names) {
        NativeLibrary.call(
            get, "cuModuleGetFunction " + name, holder, module, arena.allocateFrom(name));
        functions.put(name, holder.get(ADDRESS, 0));
      }
      return functions;
    }
  }
}
